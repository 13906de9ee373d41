import { isIP } from 'node:net';
import { HalError, type HalErrorKind } from '../ports/hal-error.ts';
import type {
  ConnectionFraming,
  RtpTarget,
  RtpTransports,
  SrtpContext,
  SrtpKey,
  StreamConnection,
  UdpPair,
  UdpPairOptions,
} from '../ports/rtp-stream.ts';
import {
  addon,
  type ConnectionHandle,
  type HubHandle,
  type PairHandle,
  type SrtpHandle,
  type SubscriberHandle,
} from './addon.ts';

const pairs = new WeakMap<UdpPair, PairHandle>();
const connections = new WeakMap<StreamConnection, ConnectionHandle>();

const contexts = new WeakMap<SrtpContext, SrtpHandle>();

const errorKinds: Readonly<Record<string, HalErrorKind>> = {
  EADDRINUSE: 'busy',
  EADDRNOTAVAIL: 'gone',
  EINVAL: 'out-of-range',
  ERANGE: 'out-of-range',
  ENOTSUP: 'unsupported',
};

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

function checkPairOptions({ family, address, rtpPort, multicastTtl, pacing = 0 }: UdpPairOptions): void {
  if (isIP(address) !== (family === 'IPv4' ? 4 : 6)) throw new HalError('out-of-range', `${address} is not ${family}`);
  if (rtpPort % 2 !== 0) throw new HalError('out-of-range', `RTP port ${rtpPort} is odd`);
  if (multicastTtl !== undefined && !(multicastTtl >= 1 && multicastTtl <= 255))
    throw new HalError('out-of-range', `multicast TTL ${multicastTtl}`);
  if (!(pacing >= 0 && pacing <= Number.MAX_SAFE_INTEGER)) throw new HalError('out-of-range', `pacing ${pacing}`);
}

function openUdpPair(options: UdpPairOptions): UdpPair {
  checkPairOptions(options);
  const { family, address, rtpPort, onRtcp, onRtp, multicastTtl = 0, pacing = 0 } = options;
  const listeners = onRtp === undefined ? { onRtcp } : { onRtcp, onRtp };
  const handle = attempt(() =>
    addon.openPair({ address, port: rtpPort, segment: true, multicastTtl, pacing, ...listeners }),
  );
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

function pairHandle(pair: UdpPair): PairHandle {
  const handle = pairs.get(pair);
  if (handle === undefined) throw new HalError('gone', 'the UDP pair is not one of openUdpPair');
  return handle;
}

function contextHandle(context: SrtpContext): SrtpHandle {
  const handle = contexts.get(context);
  if (handle === undefined) throw new HalError('gone', 'the SRTP context is closed');
  return handle;
}

function openSrtp({ algorithm, master, mki }: SrtpKey, like?: SrtpContext): SrtpContext {
  const handle = attempt(() => addon.openSrtp(algorithm, master, mki, like && contextHandle(like)));
  const context: SrtpContext = {
    rekey: (key) => attempt(() => addon.rekeySrtp(handle, key.algorithm, key.master, key.mki)),
    rolloverCounter: (ssrc) => addon.rolloverCounter(handle, ssrc),
    unprotectRtp: (packet) => addon.unprotectRtp(handle, packet),
    unprotectRtcp: (packet) => addon.unprotectRtcp(handle, packet),
    protectRtcp: (packet) => {
      const secured = addon.protectRtcp(handle, packet);
      if (secured === undefined) throw new HalError('out-of-range', 'not an RTCP packet');
      return secured;
    },
    close: () => {
      if (contexts.delete(context)) addon.closeSrtp(handle);
    },
  };
  contexts.set(context, handle);
  return context;
}

function adoptTcp(
  descriptor: number,
  limits: { readonly queueBytes: number; readonly framing?: ConnectionFraming },
  onError: (reason: string) => void,
): StreamConnection {
  const handle = attempt(() => addon.adoptTcp(descriptor, limits.queueBytes, limits.framing === 'websocket', onError));
  const connection: StreamConnection = {
    send: (bytes) => addon.connectionSend(handle, bytes, false),
    sendFramed: (bytes) => addon.connectionSend(handle, bytes, true),
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
  openSrtp,
  sendRtcp: (pair, packet, address, port) => {
    const handle = pairHandle(pair);
    attempt(() => addon.sendRtcp(handle, packet, address, port));
  },
};

/** A native subscriber of the hub for that target. */
export function subscribe(hub: HubHandle, target: RtpTarget): SubscriberHandle {
  const srtp = target.srtp && contextHandle(target.srtp);
  if (target.kind === 'udp') {
    const pair = pairHandle(target.pair);
    return attempt(() => addon.subscribeUdp(hub, pair, target.address, target.rtpPort, target.rtcpPort, srtp));
  }
  const connection = connections.get(target.connection);
  if (connection === undefined) throw new HalError('gone', 'the connection is not one of adoptTcp');
  return attempt(() => addon.subscribeInterleaved(hub, connection, target.rtpChannel, target.rtcpChannel, srtp));
}
