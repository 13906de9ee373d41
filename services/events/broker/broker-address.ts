import { Fault } from '../../faults/fault.ts';
import { checkOutgoingHost, ForbiddenAddress, hostOf, type OutgoingRules } from '../../http/outgoing-address.ts';
import { brokerLengths } from './broker-setting.ts';

/** Ports of the protocols where an address has none. */
const ports = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 } as const;

type BrokerProtocol = keyof typeof ports;

/** Capability EventBrokerProtocols. */
export const brokerProtocols: readonly BrokerProtocol[] = ['mqtt', 'mqtts', 'ws', 'wss'];

/** Place of a broker. */
export interface BrokerAddress {
  readonly protocol: BrokerProtocol;
  /** Name or numeric address, an IPv6 one without brackets. */
  readonly host: string;
  readonly port: number;
  /** Path and query of a WebSocket. */
  readonly resource: string;
}

/** Reads `scheme://host:port[/resource]`. Faults: InvalidProtocol for another scheme, else InvalidAddress. */
export function parseBrokerAddress(text: string): BrokerAddress {
  const url = text.length > brokerLengths.address || !URL.canParse(text) ? undefined : new URL(text);
  if (url === undefined) throw new Fault('InvalidAddress');
  const protocol = brokerProtocols.find((one) => url.protocol === `${one}:`);
  if (protocol === undefined) throw new Fault('InvalidProtocol');
  const host = hostOf(url);
  if (host === '' || !/^[\w.:-]+$/.test(host) || url.username !== '' || url.password !== '')
    throw new Fault('InvalidAddress');
  const port = url.port === '' ? ports[protocol] : Number(url.port);
  return { protocol, host, port, resource: `${url.pathname || '/'}${url.search}` };
}

/** As `parseBrokerAddress`, and refuses what the camera must not connect to with InvalidAddress. */
export function checkBrokerAddress(text: string, rules: OutgoingRules): BrokerAddress {
  const address = parseBrokerAddress(text);
  try {
    checkOutgoingHost(address.host, rules);
  } catch (error) {
    if (error instanceof ForbiddenAddress) throw new Fault('InvalidAddress', error.message);
    throw error;
  }
  return address;
}
