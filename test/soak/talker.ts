import type { Target, Transport } from '../bench/rtsp-load.ts';
import { pause, seconds } from './pause.ts';
import { Playing } from './playing.ts';

const feature = 'www.onvif.org/ver20/backchannel';
/** 20 ms of G.711 at 8 kHz. */
const samples = 160;

/** An RTP packet of G.711 mu-law silence (RFC 3551). */
function speechPacket(sequence: number, ssrc: number): Buffer {
  const packet = Buffer.alloc(12 + samples, 0xff);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(0, 1);
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE((sequence * samples) >>> 0, 4);
  packet.writeUInt32BE(ssrc, 8);
  return packet;
}

/** Sends one packet the way that SETUP agreed on. */
function send(client: Playing, packet: Buffer): void {
  if (client.datagrams === undefined) client.talk.sendInterleaved(2, packet);
  else if (client.serverPorts[0] !== 0) client.datagrams.sendRtp(packet, client.serverPorts[0], client.host);
}

async function speak(client: Playing, signal: AbortSignal): Promise<void> {
  const ssrc = Math.floor(Math.random() * 2 ** 32);
  const length = Math.floor(seconds(2, 10) * 50);
  for (let sequence = 0; sequence < length && !signal.aborted; sequence += 1) {
    send(client, speechPacket(sequence, ssrc));
    await pause(0.02, signal);
  }
}

/** Talks over the backchannel for a while, and hears nothing itself (STR-80..85). */
export async function talk(fate: {
  readonly target: Target;
  readonly transport: Transport;
  readonly signal: AbortSignal;
}): Promise<{ readonly played: number }> {
  const client = await Playing.open(fate.target, fate.transport);
  try {
    await client.describe({ Require: feature });
    const backchannel = client.tracks('backchannel')[0];
    if (backchannel === undefined) throw new Error('the SDP has no backchannel');
    await client.setUp(backchannel, 2);
    await client.play();
    await speak(client, fate.signal);
    await client.leave();
    return { played: 0 };
  } finally {
    client.close();
  }
}
