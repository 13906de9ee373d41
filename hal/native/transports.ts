import { HalError, type HalErrorKind } from '../ports/hal-error.ts';
import type {
  ConnectionFraming,
  RtpTarget,
  RtpTransports,
  StreamConnection,
  UdpPair,
  UdpPairOptions,
} from '../ports/rtp-stream.ts';
import { addon, type ConnectionHandle, type HubHandle, type PairHandle, type SubscriberHandle } from './addon.ts';

const pairs = new WeakMap<UdpPair, PairHandle>();
const connections = new WeakMap<StreamConnection, ConnectionHandle>();

const errorKinds: Readonly<Record<string, HalErrorKind>> = { EADDRINUSE: 'busy', EADDRNOTAVAIL: 'gone' };

function halError(error: unknown): HalError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  return new HalError(errorKinds[code] ?? 'io', message, { cause: error });
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw halError(error);
  }
}

function openUdpPair({ family, address, rtpPort, onRtcp }: UdpPairOptions): UdpPair {
  if (rtpPort % 2 !== 0) throw new HalError('out-of-range', `RTP port ${rtpPort} is odd`);
  const handle = attempt(() => addon.openPair(address, rtpPort, true, onRtcp));
  const port = addon.pairPort(handle);
  const pair: UdpPair = {
    family,
    rtpPort: port,
    rtcpPort: port + 1,
    close: () => {
      if (pairs.delete(pair)) addon.closePair(handle);
    },
  };
  pairs.set(pair, handle);
  return pair;
}

function adoptTcp(
  descriptor: number,
  limits: { readonly queueBytes: number; readonly framing?: ConnectionFraming },
  onError: (reason: string) => void,
): StreamConnection {
  const handle = attempt(() => addon.adoptTcp(descriptor, limits.queueBytes, onError));
  const connection: StreamConnection = {
    send: (bytes) => addon.connectionSend(handle, bytes),
    sendFramed: (bytes) => addon.connectionSend(handle, bytes),
    get queuedBytes() {
      return addon.connectionQueued(handle);
    },
    close: () => addon.closeConnection(handle),
  };
  connections.set(connection, handle);
  return connection;
}

/** Sockets whose sending side is native. */
export const transports: RtpTransports = {
  openUdpPair,
  adoptTcp,
  openSrtp: () => {
    throw new HalError('unsupported', 'no SRTP');
  },
  sendRtcp: () => {
    throw new HalError('unsupported', 'no RTCP of our own');
  },
};

/** A native subscriber of the hub for that target. */
export function subscribe(hub: HubHandle, target: RtpTarget): SubscriberHandle {
  if (target.kind === 'udp') {
    const pair = pairs.get(target.pair);
    if (pair === undefined) throw new HalError('gone', 'the UDP pair is not one of openUdpPair');
    return attempt(() => addon.subscribeUdp(hub, pair, target.address, target.rtpPort, target.rtcpPort));
  }
  const connection = connections.get(target.connection);
  if (connection === undefined) throw new HalError('gone', 'the connection is not one of adoptTcp');
  return attempt(() => addon.subscribeInterleaved(hub, connection, target.rtpChannel, target.rtcpChannel));
}
