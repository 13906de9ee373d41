import type { RtpPacket } from '../rtsp/rtp.ts';

/** One coded picture. */
export interface AccessUnit {
  /** NAL units without start codes; a JPEG picture is one whole file. */
  readonly units: readonly Uint8Array[];
  /** RTP timestamp, 90 kHz. */
  readonly timestamp: number;
  /** True where decoding can begin. */
  readonly key: boolean;
}

/** Turns RTP packets of one track into coded pictures. */
export interface Depacketiser {
  push(packet: RtpPacket): readonly AccessUnit[];
}

/** Bytes of NAL units with start codes (Annex B of H.264 and H.265). */
export function annexB(units: readonly Uint8Array[]): Uint8Array {
  const size = units.reduce((sum, unit) => sum + 4 + unit.length, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const unit of units) {
    bytes[at + 3] = 1;
    bytes.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return bytes;
}

/** Bytes of NAL units with their lengths, as MP4 has them. */
export function lengthPrefixed(units: readonly Uint8Array[]): Uint8Array {
  const bytes = annexB(units);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const unit of units) {
    view.setUint32(at, unit.length);
    at += 4 + unit.length;
  }
  return bytes;
}
