import { type RtpPacket, sequenceDistance } from '../rtsp/rtp.ts';
import type { AccessUnit, Depacketiser } from './access-unit.ts';
import { jpegHeader, scaledTables } from './jpeg-header.ts';

/** Fields of the RTP/JPEG header (RFC 2435 3.1). */
interface Head {
  readonly offset: number;
  readonly type: number;
  readonly quality: number;
  readonly width: number;
  readonly height: number;
  readonly restart: number;
  /** Quantisation tables in the packet; empty where there are none. */
  readonly tables: Uint8Array;
  readonly data: Uint8Array;
}

function headOf(payload: Uint8Array): Head | undefined {
  const at = (place: number): number => payload[place] ?? 0;
  const [type, quality] = [at(4), at(5)];
  const offset = (at(1) << 16) | (at(2) << 8) | at(3);
  let start = 8;
  const restarts = type >= 64 && type <= 127;
  const restart = restarts ? (at(8) << 8) | at(9) : 0;
  if (restarts) start += 4;
  let tables: Uint8Array = new Uint8Array();
  if (quality >= 128 && offset === 0) {
    const size = (at(start + 2) << 8) | at(start + 3);
    tables = payload.slice(start + 4, start + 4 + size);
    start += 4 + size;
  }
  if (payload.length < start) return undefined;
  return {
    ...{ offset, type, quality, restart, tables },
    width: at(6) * 8,
    height: at(7) * 8,
    data: payload.subarray(start),
  };
}

/** Bytes of one picture at most. */
const longestPicture = 16_000_000;

/** Collects whole JPEG files; a picture with a lost packet is left out. */
export class JpegDepacketiser implements Depacketiser {
  #parts: Uint8Array[] = [];
  #size = 0;
  #head: Head | undefined;
  #tables: Uint8Array = new Uint8Array();
  #sequence: number | undefined;

  push({ payload, sequence, timestamp, marker }: RtpPacket): readonly AccessUnit[] {
    const lost = this.#sequence !== undefined && sequenceDistance(this.#sequence, sequence) !== 1;
    this.#sequence = sequence;
    const head = headOf(payload);
    if (lost || head === undefined || head.offset !== this.#size || this.#size > longestPicture) this.#drop();
    if (head === undefined) return [];
    if (head.offset === 0) {
      this.#drop();
      this.#head = head;
      if (head.tables.length > 0) this.#tables = head.tables;
    }
    if (this.#head === undefined) return [];
    this.#parts.push(head.data);
    this.#size += head.data.length;
    return marker ? this.#finish(timestamp) : [];
  }

  #drop(): void {
    this.#parts = [];
    this.#size = 0;
    this.#head = undefined;
  }

  #finish(timestamp: number): readonly AccessUnit[] {
    const head = this.#head;
    const parts = this.#parts;
    this.#drop();
    if (head === undefined) return [];
    const tables = head.quality >= 128 ? this.#tables : scaledTables(head.quality);
    if (tables.length < 128) return [];
    const start = jpegHeader({ ...head, tables });
    const file = new Uint8Array(start.length + parts.reduce((sum, { length }) => sum + length, 0) + 2);
    file.set(start);
    let at = start.length;
    for (const part of parts) {
      file.set(part, at);
      at += part.length;
    }
    file.set([0xff, 0xd9], at);
    return [{ units: [file], timestamp, key: true }];
  }
}
