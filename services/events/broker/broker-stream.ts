import { connect as connectPlain, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { fixedLookup, type OutgoingRules, outgoingAddress } from '../../http/outgoing-address.ts';
import type { BrokerAddress } from './broker-address.ts';

/** Milliseconds until a WebSocket must be open. */
const handshake = 10_000;

/** Credentials and trust of TLS towards a broker. */
export type BrokerTls = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'>;

async function webSocket(address: BrokerAddress, options: object): Promise<Duplex> {
  const { WebSocket, createWebSocketStream } = await import('ws');
  const { protocol, host, port, resource } = address;
  const authority = host.includes(':') ? `[${host}]` : host;
  const socket = new WebSocket(`${protocol}://${authority}:${port}${resource}`, ['mqtt'], {
    ...options,
    handshakeTimeout: handshake,
    followRedirects: false,
    perMessageDeflate: false,
  });
  return createWebSocketStream(socket);
}

/** Begins a connection to a broker, at an address that was checked. Rejects with ForbiddenAddress or the error of the resolver. */
export async function brokerStream(address: BrokerAddress, rules: OutgoingRules, tls: BrokerTls): Promise<Duplex> {
  const { protocol, host, port } = address;
  const target = await outgoingAddress(host, rules);
  if (protocol === 'ws' || protocol === 'wss') return webSocket(address, { lookup: fixedLookup(target), ...tls });
  const place = { host: target.address, port };
  if (protocol === 'mqtt') return connectPlain(place);
  return connectTls({ ...place, ...tls, ...(isIP(host) === 0 ? { servername: host } : {}) });
}
