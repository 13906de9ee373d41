import { type RtpPacket, sequenceDistance } from '../rtsp/rtp.ts';
import type { AccessUnit, Depacketiser } from './access-unit.ts';

/** What differs between the payload formats of H.264 (RFC 6184) and H.265 (RFC 7798). */
interface NalFormat {
  /** Bytes of a NAL unit header. */
  readonly headerSize: 1 | 2;
  readonly typeOf: (unit: Uint8Array) => number;
  /** Types of packets with several units, and with a fragment of one. */
  readonly aggregate: number;
  readonly fragment: number;
  /** Header of the unit of which a fragment is, and its place in it. */
  readonly fragmentOf: (payload: Uint8Array) => {
    readonly header: readonly number[];
    readonly first: boolean;
    readonly last: boolean;
  };
  /** Whether decoding can begin with a unit of that type. */
  readonly isKey: (type: number) => boolean;
}

/** Bytes of one unit at most. */
const longestUnit = 8_000_000;

/** Units of one aggregation packet; sizes beyond its end end it. */
function aggregated(payload: Uint8Array, headerSize: number): readonly Uint8Array[] {
  const units: Uint8Array[] = [];
  for (let at = headerSize; at + 2 <= payload.length; ) {
    const size = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
    if (size === 0 || at + 2 + size > payload.length) break;
    units.push(payload.subarray(at + 2, at + 2 + size));
    at += 2 + size;
  }
  return units;
}

/** Collects the NAL units of pictures. After a lost packet pictures are left out until one can be decoded alone. */
export class NalDepacketiser implements Depacketiser {
  readonly #format: NalFormat;
  #units: Uint8Array[] = [];
  #fragments: Uint8Array[] = [];
  #fragmentSize = 0;
  #timestamp = 0;
  #sequence: number | undefined;
  #broken = true;

  constructor(format: NalFormat) {
    this.#format = format;
  }

  push(packet: RtpPacket): readonly AccessUnit[] {
    const done: AccessUnit[] = [];
    if (this.#sequence !== undefined && sequenceDistance(this.#sequence, packet.sequence) !== 1) this.#lose();
    this.#sequence = packet.sequence;
    if (packet.timestamp !== this.#timestamp) done.push(...this.#finish());
    this.#timestamp = packet.timestamp;
    this.#take(packet.payload);
    if (packet.marker) done.push(...this.#finish());
    return done;
  }

  #lose(): void {
    this.#units = [];
    this.#dropFragments();
    this.#broken = true;
  }

  #dropFragments(): void {
    this.#fragments = [];
    this.#fragmentSize = 0;
  }

  #take(payload: Uint8Array): void {
    const { headerSize, typeOf, aggregate, fragment } = this.#format;
    if (payload.length <= headerSize) return;
    const type = typeOf(payload);
    if (type === fragment) this.#takeFragment(payload);
    else if (type === aggregate) this.#units.push(...aggregated(payload, headerSize));
    else if (type < aggregate) this.#units.push(payload);
  }

  #takeFragment(payload: Uint8Array): void {
    const { header, first, last } = this.#format.fragmentOf(payload);
    const data = payload.subarray(this.#format.headerSize + 1);
    if (first) {
      this.#dropFragments();
      this.#fragments = [Uint8Array.from(header)];
    } else if (this.#fragments.length === 0) return;
    this.#fragments.push(data);
    this.#fragmentSize += data.length;
    if (this.#fragmentSize > longestUnit) this.#lose();
    if (!last || this.#fragments.length === 0) return;
    const unit = new Uint8Array(header.length + this.#fragmentSize);
    let at = 0;
    for (const part of this.#fragments) {
      unit.set(part, at);
      at += part.length;
    }
    this.#units.push(unit);
    this.#dropFragments();
  }

  #finish(): readonly AccessUnit[] {
    const units = this.#units;
    this.#units = [];
    this.#dropFragments();
    if (units.length === 0) return [];
    const key = units.some((unit) => this.#format.isKey(this.#format.typeOf(unit)));
    if (key) this.#broken = false;
    return this.#broken ? [] : [{ units, timestamp: this.#timestamp, key }];
  }
}

/** H.264 (RFC 6184 5): single units, STAP-A, FU-A. */
export const h264Format: NalFormat = {
  headerSize: 1,
  typeOf: (unit) => (unit[0] ?? 0) & 0x1f,
  aggregate: 24,
  fragment: 28,
  fragmentOf: ([indicator = 0, header = 0]) => ({
    header: [(indicator & 0xe0) | (header & 0x1f)],
    first: (header & 0x80) !== 0,
    last: (header & 0x40) !== 0,
  }),
  isKey: (type) => type === 5,
};

/** H.265 (RFC 7798 4.4): single units, AP, FU. */
export const h265Format: NalFormat = {
  headerSize: 2,
  typeOf: (unit) => ((unit[0] ?? 0) >> 1) & 0x3f,
  aggregate: 48,
  fragment: 49,
  fragmentOf: ([first = 0, second = 0, header = 0]) => ({
    header: [(first & 0x81) | ((header & 0x3f) << 1), second],
    first: (header & 0x80) !== 0,
    last: (header & 0x40) !== 0,
  }),
  isKey: (type) => type >= 16 && type <= 21,
};
