import { HalError } from '../../../../hal/ports/hal-error.ts';
import type { AudioDecoderFormat, AudioPlayback } from '../../../../hal/ports/media-engine.ts';

/** A speaker that keeps what it is given to play. */
export class RecordedSpeaker {
  readonly packets: { readonly format: AudioDecoderFormat; readonly packet: Buffer }[] = [];
  opened = 0;
  isOpen = false;

  async openPlayback(output: string, format: AudioDecoderFormat): Promise<AudioPlayback> {
    if (output !== 'AudioOutput1') throw new HalError('gone', output);
    if (this.isOpen) throw new HalError('busy', output);
    this.isOpen = true;
    this.opened += 1;
    return {
      push: (packet) => this.packets.push({ format, packet: Buffer.from(packet) }),
      close: () => {
        this.isOpen = false;
      },
    };
  }
}

export const formats: readonly AudioDecoderFormat[] = [
  { codec: 'PCMU', payloadType: 0, clockRate: 8000, channels: 1 },
  { codec: 'PCMA', payloadType: 8, clockRate: 8000, channels: 1 },
  { codec: 'G726', payloadType: 99, clockRate: 8000, channels: 1, bitrate: 32 },
  {
    codec: 'mpeg4-generic',
    payloadType: 104,
    clockRate: 16_000,
    channels: 1,
    fmtp: 'streamtype=5;mode=AAC-hbr;config=1408;sizelength=13;indexlength=3;indexdeltalength=3',
  },
];

/** One RTP packet of a talker. */
export function spoken(
  sequence: number,
  how: { readonly type?: number; readonly size?: number; readonly ssrc?: number } = {},
): Buffer {
  const { type = 0, size = 160, ssrc = 0xbeef } = how;
  const head = Buffer.alloc(12);
  head[0] = 0x80;
  head[1] = type;
  head.writeUInt16BE(sequence & 0xffff, 2);
  head.writeUInt32BE((sequence * 160) >>> 0, 4);
  head.writeUInt32BE(ssrc, 8);
  return Buffer.concat([head, Buffer.alloc(size, 0xff)]);
}

/** The same on a channel of a connection. */
export function interleaved(channel: number, packet: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]), packet]);
}
