import { Fault, WsntFault } from '../../faults/fault.ts';
import type { EventsOperations } from '../../generated/events-operations.ts';
import type { EventBrokerConfig } from '../../generated/tev.ts';
import type { FilterType } from '../../generated/wsnt.ts';
import type { Handlers } from '../../soap/service.ts';
import type { StoredEventFilter } from '../stored-event-filter.ts';
import { restoreFilter, storeFilter } from '../stored-filter.ts';
import { checkBrokerAddress } from './broker-address.ts';
import { brokerLengths, type StoredBroker } from './broker-setting.ts';
import type { EventBrokers } from './event-brokers.ts';

function within(text: string | undefined, length: number, what: string): string {
  if (text !== undefined && text.length > length) throw new Fault('InvalidArgVal', `${what} is longer than ${length}`);
  return text ?? '';
}

/** Prefix of topics: no wildcard and no control character, and no `$`, which brokers keep for themselves. */
function prefixOf(text: string): string {
  const prefix = within(text.trim(), brokerLengths.topicPrefix, 'TopicPrefix');
  if (prefix === '' || prefix.startsWith('$') || /[#+\p{Cc}\p{Cs}]/u.test(prefix))
    throw new Fault('InvalidArgVal', 'TopicPrefix must be a topic of MQTT without wildcards');
  return prefix;
}

function qosOf(qos: number | undefined): 0 | 1 | 2 {
  if (qos === undefined || qos === 0) return 0;
  if (qos === 1 || qos === 2) return qos;
  throw new Fault('InvalidArgVal', 'QoS must be 0, 1 or 2');
}

const isEmpty = (filter: FilterType | undefined): boolean => (filter?.Any ?? []).length === 0;

function filterOf(filter: FilterType | undefined, brokers: EventBrokers): StoredEventFilter {
  if (filter === undefined || isEmpty(filter)) return { xml: '' };
  try {
    return storeFilter(filter, brokers.topics);
  } catch (error) {
    if (error instanceof WsntFault) throw new Fault('InvalidFilter', error.message);
    throw error;
  }
}

function check(broker: StoredBroker, { keys }: EventBrokers): StoredBroker {
  const { certificateId, policyId } = broker;
  if (certificateId !== '' && keys.credentials(certificateId) === undefined)
    throw new Fault('InvalidArgVal', 'No certificate of the key store has the CertificateID');
  if (policyId !== '' && keys.anchors(policyId) === undefined)
    throw new Fault('InvalidArgVal', 'No policy of the key store has the CertPathValidationPolicyID');
  return broker;
}

function stored(config: EventBrokerConfig, brokers: EventBrokers): StoredBroker {
  checkBrokerAddress(config.Address, brokers.rules);
  if (!isEmpty(config.MetadataFilter)) throw new Fault('InvalidFilter', 'Metadata is not published to brokers');
  const broker = {
    token: config.Address,
    topicPrefix: prefixOf(config.TopicPrefix),
    userName: within(config.UserName, brokerLengths.name, 'UserName'),
    password: within(config.Password, brokerLengths.password, 'Password'),
    certificateId: within(config.CertificateID, brokerLengths.id, 'CertificateID'),
    policyId: within(config.CertPathValidationPolicyID, brokerLengths.id, 'CertPathValidationPolicyID'),
    publishFilter: filterOf(config.PublishFilter, brokers),
    qos: qosOf(config.QoS),
  };
  return check(broker, brokers);
}

/** The configuration as clients read it: never with its password. */
function shown(broker: StoredBroker, brokers: EventBrokers): EventBrokerConfig {
  const { token, topicPrefix, userName, certificateId, policyId, publishFilter, qos } = broker;
  return {
    Address: token,
    TopicPrefix: topicPrefix,
    ...(userName === '' ? {} : { UserName: userName }),
    ...(certificateId === '' ? {} : { CertificateID: certificateId }),
    ...(publishFilter.xml === '' ? {} : { PublishFilter: restoreFilter(publishFilter) }),
    QoS: qos,
    Status: brokers.status(token),
    ...(policyId === '' ? {} : { CertPathValidationPolicyID: policyId }),
  };
}

/** Configuration of event brokers (ONVIF Core 9.12.2 to 9.12.4). */
export function brokerOperations(
  brokers: EventBrokers,
): Pick<Handlers<EventsOperations>, 'AddEventBroker' | 'DeleteEventBroker' | 'GetEventBrokers'> {
  const { list } = brokers;
  return {
    AddEventBroker: async ({ EventBroker }) => {
      const broker = stored(EventBroker, brokers);
      const { token } = broker;
      if (!list.all.some((one) => one.token === token)) await list.create([broker]);
      else {
        // Clients never read the password, so what they read and write back does not have it.
        await list.set(token, ({ userName, password }) =>
          EventBroker.Password === undefined && broker.userName === userName ? { ...broker, password } : broker,
        );
      }
      return {};
    },
    DeleteEventBroker: async ({ Address }) => {
      await list.delete([Address]);
      return {};
    },
    GetEventBrokers: ({ Address }) => {
      const found = Address === undefined || Address === '' ? list.all : [list.one(Address)];
      return { EventBroker: found.map((broker) => shown(broker, brokers)) };
    },
  };
}
