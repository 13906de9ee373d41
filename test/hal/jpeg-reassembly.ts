import type { RtpPacket } from './rtp-packets.ts';

/** Header of an RTP/JPEG packet (RFC 2435 3.1) and its payload. */
interface JpegPayload {
  readonly offset: number;
  readonly type: number;
  readonly q: number;
  /** Pixels, 0 when too large for the header. */
  readonly width: number;
  readonly height: number;
  readonly restart?: { readonly interval: number; readonly count: number };
  /** Quantization tables, present at offset 0. */
  readonly tables?: Buffer;
  readonly scan: Buffer;
}

export function parseJpegPayload(payload: Buffer): JpegPayload {
  const [type, q, offset] = [payload.readUInt8(4), payload.readUInt8(5), payload.readUIntBE(1, 3)];
  const header = { offset, type, q, width: payload.readUInt8(6) * 8, height: payload.readUInt8(7) * 8 };
  let at = 8;
  const restart =
    type >= 64 ? { restart: { interval: payload.readUInt16BE(at), count: payload.readUInt16BE(at + 2) } } : {};
  if (type >= 64) at += 4;
  if (q < 128 || offset !== 0) return { ...header, ...restart, scan: payload.subarray(at) };
  const size = payload.readUInt16BE(at + 2);
  const tables = payload.subarray(at + 4, at + 4 + size);
  return { ...header, ...restart, tables, scan: payload.subarray(at + 4 + size) };
}

const markers = { scan: 0xda, frame: 0xc0 };

/** Marker codes of the segments in order; throws on anything but segments and fill bytes. */
export function segmentsOf(data: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < data.length; ) {
    if (data[at] !== 0xff) throw new Error(`no marker at ${at}`);
    const marker = data.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    found.push(marker);
    at += 2 + data.readUInt16BE(at + 2);
  }
  return found;
}

/**
 * Picture by ONVIF's decoding rules (streaming specification, "Logical decoding specification") for a picture whose
 * first packet has the extension: headers from there, then the scan data of all packets.
 */
export function reassemble(packets: readonly RtpPacket[]): Buffer {
  const [first] = packets;
  if (first?.extension?.kind !== 0xffd8) throw new Error('the first packet has no ONVIF extension');
  const others = packets.slice(1).filter((packet) => packet.extension !== undefined);
  if (others.some((packet) => packet.extension?.kind !== 0xffff)) throw new Error('kind of a later extension');
  const headers = Buffer.concat([first, ...others].map((packet) => packet.extension?.data ?? Buffer.alloc(0)));
  const segments = segmentsOf(headers);
  if (segments.at(-1) !== markers.scan) throw new Error('SOS is not the last');
  if (!segments.includes(markers.frame)) throw new Error('no SOF');
  const scan = packets.map((packet) => parseJpegPayload(packet.payload).scan);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), headers, ...scan, Buffer.from([0xff, 0xd9])]);
}
