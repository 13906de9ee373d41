import { HalError } from '../../ports/hal-error.ts';

const end = 0xff;
/** Longest packet of the protocol, bytes. */
const longest = 16;

/** Reply of a device. */
export type ViscaReply =
  /** Command runs in a socket: 1 or 2. */
  | { readonly kind: 'accepted'; readonly address: number; readonly socket: number }
  | { readonly kind: 'completed'; readonly address: number; readonly socket: number }
  | { readonly kind: 'answer'; readonly address: number; readonly bytes: readonly number[] }
  | { readonly kind: 'refused'; readonly address: number; readonly socket: number; readonly code: number };

/** Error kind and text by the code of a refusal. */
const refusals: Readonly<Record<number, readonly [kind: 'unsupported' | 'busy' | 'io', text: string]>> = {
  1: ['io', 'the length of the message is wrong'],
  2: ['unsupported', 'the device does not know this command'],
  3: ['busy', 'the device already executes two commands'],
  4: ['io', 'the command was cancelled'],
  5: ['io', 'there was nothing to cancel'],
  65: ['busy', 'the device cannot do that at present (is it switched on, is focus manual?)'],
};

export function viscaError(name: string, code: number): HalError {
  const [kind, text] = refusals[code] ?? ['io', `the device refuses with code 0x${code.toString(16)}`];
  return new HalError(kind, `${name}: ${text}`);
}

/** Bytes of a message to one device. */
export function encodeVisca(address: number, body: readonly number[]): Uint8Array {
  return Uint8Array.from([0x80 | address, ...body, end]);
}

/** 16-bit number as four bytes of 4 bits. @internal */
export function nibbles(value: number): readonly number[] {
  const word = Math.round(value) & 0xffff;
  return [word >> 12, (word >> 8) & 0xf, (word >> 4) & 0xf, word & 0xf];
}

/** Unsigned 16-bit number from four bytes of 4 bits. */
export function fromNibbles(bytes: readonly number[], at: number): number {
  return bytes.slice(at, at + 4).reduce((value, byte) => (value << 4) | (byte & 0xf), 0);
}

export function signed(value: number): number {
  return value > 0x7fff ? value - 0x1_0000 : value;
}

/** Parser of received bytes; bytes that belong to no valid message are dropped. */
export class ViscaReader {
  #bytes: number[] = [];

  read(chunk: Uint8Array): readonly ViscaReply[] {
    const replies: ViscaReply[] = [];
    for (const byte of chunk) {
      if (byte !== end) {
        // Noise without an end byte is kept up to the length of a message.
        this.#bytes = [...this.#bytes, byte].slice(-longest);
        continue;
      }
      const reply = decode(this.#bytes);
      this.#bytes = [];
      if (reply !== undefined) replies.push(reply);
    }
    return replies;
  }
}

function decode(bytes: readonly number[]): ViscaReply | undefined {
  const [header = 0, code = 0, ...rest] = bytes;
  const address = (header >> 4) - 8;
  const socket = code & 0xf;
  if (address < 1 || address > 7 || (header & 0xf) !== 0) return undefined;
  switch (code >> 4) {
    case 4:
      return { kind: 'accepted', address, socket };
    case 5:
      return rest.length === 0 ? { kind: 'completed', address, socket } : { kind: 'answer', address, bytes: rest };
    case 6:
      return { kind: 'refused', address, socket, code: rest[0] ?? 0 };
    default:
      return undefined;
  }
}

/** Bodies of messages, between address and end byte. Speeds are those of the protocol, signed. */
export const viscaBody = {
  /** Clears the sockets of a device. */
  clear: [0x01, 0x00, 0x01],
  manualFocus: [0x01, 0x04, 0x38, 0x03],
  cancel: (socket: number): readonly number[] => [0x20 | socket],
  /** -0x18..0x18 right, -0x14..0x14 up */
  drive: (pan: number, tilt: number): readonly number[] => [
    ...[0x01, 0x06, 0x01],
    Math.max(1, Math.abs(pan)),
    Math.max(1, Math.abs(tilt)),
    pan === 0 ? 3 : pan < 0 ? 1 : 2,
    tilt === 0 ? 3 : tilt > 0 ? 1 : 2,
  ],
  goTo: (panSpeed: number, tiltSpeed: number, pan: number, tilt: number): readonly number[] => [
    ...[0x01, 0x06, 0x02],
    panSpeed,
    tiltSpeed,
    ...nibbles(pan),
    ...nibbles(tilt),
  ],
  position: [0x09, 0x06, 0x12],
  /** -8..8: tele and far are positive. The protocol's speeds are 0..7. */
  lens: (motor: 'zoom' | 'focus', speed: number): readonly number[] => [
    ...[0x01, 0x04, motor === 'zoom' ? 0x07 : 0x08],
    speed === 0 ? 0 : (speed > 0 ? 0x20 : 0x30) | (Math.abs(speed) - 1),
  ],
  lensTo: (motor: 'zoom' | 'focus', position: number): readonly number[] => [
    ...[0x01, 0x04, motor === 'zoom' ? 0x47 : 0x48],
    ...nibbles(position),
  ],
  lensPosition: (motor: 'zoom' | 'focus'): readonly number[] => [0x09, 0x04, motor === 'zoom' ? 0x47 : 0x48],
} as const;
