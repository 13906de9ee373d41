import dgram from 'node:dgram';
import type { MediaEngine } from '../../hal/ports/media-engine.ts';
import { streamOf } from './running-engine.ts';

/** Plays a stream by UDP for some ms, or until a promise settles, and passes on each RTP packet as it arrives. */
export async function recordPackets(
  engine: MediaEngine,
  id: string,
  over: number | Promise<void>,
  onPacket: (packet: Buffer) => void,
  onReport: (packet: Buffer) => void = () => undefined,
): Promise<void> {
  const sockets = [dgram.createSocket('udp4'), dgram.createSocket('udp4')] as const;
  for (const socket of sockets) await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  sockets[0].on('message', onPacket);
  sockets[1].on('message', onReport);
  const pair = engine.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined });
  const subscription = streamOf(engine, id).subscribe({
    kind: 'udp',
    pair,
    address: '127.0.0.1',
    rtpPort: sockets[0].address().port,
    rtcpPort: sockets[1].address().port,
  });
  try {
    await subscription.play();
    subscription.start();
    await (typeof over === 'number' ? new Promise((resolve) => setTimeout(resolve, over)) : over);
  } finally {
    subscription.close();
    pair.close();
    for (const socket of sockets) socket.close();
  }
}
