import { nalTypes, type RtpPacket } from './rtp-packets.ts';

/** Types of the NAL units that begin in an H.264 packet (RFC 6184 5.6 to 5.8). */
function h264Types(payload: Buffer): readonly number[] {
  const continues = (payload.readUInt8(0) & 31) === 28 && payload.readUInt8(1) < 128;
  return continues ? [] : nalTypes(payload);
}

/** Types of the NAL units that begin in an H.265 packet (RFC 7798 4.4): single, aggregation or fragmentation. */
export function h265Types(payload: Buffer): readonly number[] {
  const type = (payload.readUInt8(0) >> 1) & 63;
  if (type === 49) return payload.readUInt8(2) < 128 ? [] : [payload.readUInt8(2) & 63];
  if (type !== 48) return [type];
  const types: number[] = [];
  for (let at = 2; at < payload.length; at += 2 + payload.readUInt16BE(at))
    types.push((payload.readUInt8(at + 2) >> 1) & 63);
  return types;
}

const readers = { H264: h264Types, H265: h265Types } as const;

/** NAL units of each whole picture, in order of arrival. */
export function pictureUnits(codec: 'H264' | 'H265', packets: readonly RtpPacket[]): readonly (readonly number[])[] {
  const pictures = new Map<number, number[]>();
  for (const { time, payload } of packets.slice(0, packets.findLastIndex(({ marker }) => marker) + 1)) {
    const units = pictures.get(time) ?? [];
    units.push(...readers[codec](payload));
    pictures.set(time, units);
  }
  return [...pictures.values()];
}
