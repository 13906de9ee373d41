import type { AxisKind } from '../../ports/motor-axis.ts';
import { clamp } from '../../ports/range.ts';

/** Pelco-D message without its sync byte and checksum. */
export interface PelcoFrame {
  readonly address: number;
  readonly command1: number;
  readonly command2: number;
  readonly data1: number;
  readonly data2: number;
}

/** Highest speed of pan and tilt. */
export const pelcoTop = 0x3f;

/** Speeds as shares of the top speed, -1..1: right, up, tele and far are positive. */
export type PelcoSpeeds = Readonly<Record<AxisKind, number>>;

const bits = {
  pan: { positive: 0x02, negative: 0x04 },
  tilt: { positive: 0x08, negative: 0x10 },
  zoom: { positive: 0x20, negative: 0x40 },
} as const;
const focus = { far: 0x80, near: 0x01 } as const;

/** Codes of commands and replies that carry a position. */
export const pelcoPositions = {
  pan: { set: 0x4b, query: 0x51, reply: 0x59 },
  tilt: { set: 0x4d, query: 0x53, reply: 0x5b },
  zoom: { set: 0x4f, query: 0x55, reply: 0x5d },
} as const;

/** Message with the speeds of all four motors; all speeds 0 stop them. */
export function motionFrame(address: number, speeds: PelcoSpeeds): PelcoFrame {
  const bitOf = (kind: 'pan' | 'tilt' | 'zoom'): number => {
    const speed = speeds[kind];
    return speed === 0 ? 0 : speed > 0 ? bits[kind].positive : bits[kind].negative;
  };
  return {
    address,
    command1: speeds.focus < 0 ? focus.near : 0,
    command2: bitOf('pan') | bitOf('tilt') | bitOf('zoom') | (speeds.focus > 0 ? focus.far : 0),
    data1: speedByte(speeds.pan),
    data2: speedByte(speeds.tilt),
  };
}

/** Speed byte of a share; a moving motor has at least speed 1. */
function speedByte(share: number): number {
  return share === 0 ? 0 : clamp(Math.round(Math.abs(share) * pelcoTop), { min: 1, max: pelcoTop });
}

/** Command with one 16-bit number. */
export function valueFrame(address: number, command2: number, value: number): PelcoFrame {
  return { address, command1: 0, command2, data1: (value >> 8) & 0xff, data2: value & 0xff };
}

/** Bytes on the wire: sync byte, message, sum of the message. */
export function encodePelco({ address, command1, command2, data1, data2 }: PelcoFrame): Uint8Array {
  const message = [address, command1, command2, data1, data2];
  return Uint8Array.from([0xff, ...message, message.reduce((sum, byte) => sum + byte, 0) & 0xff]);
}

/** Parser of received bytes; bytes that belong to no valid message are dropped. */
export class PelcoReader {
  #bytes: readonly number[] = [];

  read(chunk: Uint8Array): readonly PelcoFrame[] {
    const frames: PelcoFrame[] = [];
    for (const byte of chunk) {
      this.#bytes = [...this.#bytes, byte];
      while (this.#bytes.length > 0 && this.#bytes[0] !== 0xff) this.#bytes = this.#bytes.slice(1);
      if (this.#bytes.length < 7) continue;
      const [, address = 0, command1 = 0, command2 = 0, data1 = 0, data2 = 0, sum] = this.#bytes;
      const right = ((address + command1 + command2 + data1 + data2) & 0xff) === sum;
      if (right) frames.push({ address, command1, command2, data1, data2 });
      // The wrong message may have begun at a data byte of 0xff.
      this.#bytes = right ? [] : this.#bytes.slice(1);
    }
    return frames;
  }
}

/** Hundredths of a degree, 0..35999: pan clockwise, tilt downward from level. */
export function toPelcoAngle(kind: 'pan' | 'tilt', degrees: number): number {
  const angle = Math.round((kind === 'pan' ? degrees : -degrees) * 100);
  return ((angle % 36_000) + 36_000) % 36_000;
}

/** Degrees, -180..180. */
export function fromPelcoAngle(kind: 'pan' | 'tilt', value: number): number {
  const angle = (value > 18_000 ? value - 36_000 : value) / 100;
  return kind === 'pan' ? angle : 0 - angle;
}
