import { createHash } from 'node:crypto';
import type { Clock } from '../../../hal/ports/clock.ts';
import type { OutgoingRules } from '../../http/outgoing-address.ts';
import { OwnedList } from '../../owned-list/owned-list.ts';
import type { Settings } from '../../settings/setting.ts';
import type { EventSource } from '../event-hub.ts';
import type { Notification } from '../notification.ts';
import { restoreFilter } from '../stored-filter.ts';
import { parseBrokerAddress } from './broker-address.ts';
import { BrokerConnection, type ConnectionStatus } from './broker-connection.ts';
import { brokerList, type StoredBroker } from './broker-setting.ts';
import { type BrokerTls, brokerStream } from './broker-stream.ts';
import { type DiscoveredDevice, discoveryMessages } from './home-assistant.ts';
import { jsonPayload } from './json-payload.ts';
import { type MqttMessage, openMqttSession } from './mqtt-session.ts';
import { mqttTopic } from './mqtt-topic.ts';

/** Key store of the device, as connections to brokers need it. */
export interface BrokerKeys {
  /** Certificates by the id in CertificateID, undefined for an unknown one. PEM. */
  credentials(certificateId: string): { readonly cert: string; readonly key: string } | undefined;
  /** Certificates that a certification path validation policy trusts; undefined for an unknown one. PEM. */
  anchors(policyId: string): readonly string[] | undefined;
}

export interface EventBrokersOptions {
  readonly settings: Settings;
  readonly rules: OutgoingRules;
  readonly clock: Clock;
  readonly keys: BrokerKeys;
  readonly device: DiscoveredDevice;
  /** Discovery messages of Home Assistant beside the events. */
  readonly homeAssistant: boolean;
  /** Called when a broker begins to fail, and without an error when it is connected. */
  onState(address: string, error: unknown): void;
}

/** Brokers that clients configured, each with its connection (ONVIF Core 9.12). */
export class EventBrokers {
  readonly list: OwnedList<StoredBroker>;
  readonly #options: EventBrokersOptions;
  readonly #source: EventSource;
  readonly #connections = new Map<string, BrokerConnection>();
  #unlisten: (() => void) | undefined;

  constructor(options: EventBrokersOptions, source: EventSource) {
    this.list = new OwnedList(brokerList, options.settings);
    this.#options = options;
    this.#source = source;
  }

  get rules(): OutgoingRules {
    return this.#options.rules;
  }

  get keys(): BrokerKeys {
    return this.#options.keys;
  }

  get topics(): EventSource['topics'] {
    return this.#source.topics;
  }

  status(address: string): ConnectionStatus {
    return this.#connections.get(address)?.status ?? 'Offline';
  }

  /** Connects to every broker of the list, now and whenever the list changes. */
  start(): void {
    for (const broker of this.list.all) this.#begin(broker);
    this.#unlisten = this.list.onChange((changes) => {
      for (const { kind, entry } of changes) void this.#replace(entry.token, kind === 'deleted' ? undefined : entry);
    });
  }

  async stop(): Promise<void> {
    this.#unlisten?.();
    await Promise.all([...this.#connections.values()].map((connection) => connection.stop()));
    this.#connections.clear();
  }

  /** The broker is told of the end of the old connection before the new one has its client identifier. */
  async #replace(address: string, broker: StoredBroker | undefined): Promise<void> {
    const old = this.#connections.get(address);
    this.#connections.delete(address);
    await old?.stop();
    if (broker !== undefined && this.list.all.includes(broker) && this.#unlisten !== undefined) this.#begin(broker);
  }

  #begin(broker: StoredBroker): void {
    const { clock, rules, device, onState } = this.#options;
    const { token, userName, password, topicPrefix, publishFilter, qos } = broker;
    const address = parseBrokerAddress(token);
    const id = createHash('sha256').update(`${device.id} ${token}`).digest('hex').slice(0, 16);
    const connection = new BrokerConnection({
      ...{ clock, qos },
      // A broker of MQTT 3.1.1 need not take more than 23 letters and digits.
      login: { clientId: `vedette${id}`, userName, password },
      statusTopic: `${topicPrefix}/status`,
      subscribe: (listener) => this.#source.subscribe(restoreFilter(publishFilter), listener),
      messages: (notification) => this.#messages(broker, notification),
      open: (login) => openMqttSession(() => brokerStream(address, rules, this.#tls(broker)), login),
      onState: (error) => onState(token, error),
    });
    this.#connections.set(token, connection);
    connection.start();
  }

  #messages({ topicPrefix, qos }: StoredBroker, notification: Notification): readonly MqttMessage[] {
    const { device, homeAssistant } = this.#options;
    const { message, property } = notification;
    const declaration = this.#source.topics.find(message.topic);
    const topic = mqttTopic(topicPrefix, message, declaration);
    // A zero-length payload deletes what the broker retained.
    const payload = message.operation === 'Deleted' ? '' : jsonPayload(notification);
    const event: MqttMessage = { topic, payload, qos, retain: property !== undefined };
    if (!homeAssistant || message.operation === 'Changed') return [event];
    const discovery = { device, stateTopic: topic, statusTopic: `${topicPrefix}/status` };
    return [...discoveryMessages(discovery, notification, declaration), event];
  }

  /** Without a policy the broker's certificate is not validated (tev:EventBrokerConfig, CertPathValidationPolicyID). */
  #tls({ certificateId, policyId }: StoredBroker): BrokerTls {
    const { keys } = this.#options;
    const credentials = certificateId === '' ? undefined : keys.credentials(certificateId);
    if (certificateId !== '' && credentials === undefined) throw new Error(`no certificate ${certificateId}`);
    if (policyId === '') return { ...credentials, rejectUnauthorized: false };
    const anchors = keys.anchors(policyId);
    if (anchors === undefined) throw new Error(`no certification path validation policy ${policyId}`);
    return { ...credentials, ca: [...anchors], rejectUnauthorized: true };
  }
}
