/** Fields of RTP and RTCP packets that tests read (RFC 3550 5.1, 6.4.1, 6.5, 6.6). */
export interface RtpPacket {
  readonly version: number;
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly time: number;
  readonly ssrc: number;
  /** Header extension (5.3.1): the first 16 bits and its content. */
  readonly extension?: { readonly kind: number; readonly data: Buffer };
  readonly payload: Buffer;
  /** Time of arrival, ms of the monotonic clock. */
  readonly arrived: number;
}

export function parseRtp(bytes: Buffer): RtpPacket {
  const first = bytes.readUInt8(0);
  const second = bytes.readUInt8(1);
  const end = 12 + 4 * (first & 15);
  const extended = (first & 16) !== 0;
  const start = extended ? end + 4 + 4 * bytes.readUInt16BE(end + 2) : end;
  return {
    version: first >> 6,
    marker: second > 127,
    payloadType: second & 127,
    sequence: bytes.readUInt16BE(2),
    time: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    ...(extended ? { extension: { kind: bytes.readUInt16BE(end), data: bytes.subarray(end + 4, start) } } : {}),
    payload: bytes.subarray(start),
    arrived: performance.now(),
  };
}

export interface SenderReport {
  readonly ssrc: number;
  /** ms since 1970 */
  readonly wallClock: number;
  readonly rtpTime: number;
  readonly packets: number;
  readonly octets: number;
}

/** Packet types of a compound packet in order; throws when lengths do not match. */
export function rtcpTypes(bytes: Buffer): readonly number[] {
  const types: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes.readUInt8(at) >> 6 !== 2) throw new Error('not RTCP');
    types.push(bytes.readUInt8(at + 1));
    at += 4 * (bytes.readUInt16BE(at + 2) + 1);
  }
  if (at !== bytes.length) throw new Error('length of a compound packet');
  return types;
}

export function parseSenderReport(bytes: Buffer): SenderReport {
  const seconds = bytes.readUInt32BE(8) - 2208988800;
  return {
    ssrc: bytes.readUInt32BE(4),
    wallClock: (seconds + bytes.readUInt32BE(12) / 2 ** 32) * 1000,
    rtpTime: bytes.readUInt32BE(16),
    packets: bytes.readUInt32BE(20),
    octets: bytes.readUInt32BE(24),
  };
}

/** Signed distance from a to b modulo 2^bits, of sequence numbers or timestamps. */
export function distance(a: number, b: number, bits: 16 | 32): number {
  const modulus = 2 ** bits;
  const ahead = (((b - a) % modulus) + modulus) % modulus;
  return ahead < modulus / 2 ? ahead : ahead - modulus;
}

/** NAL unit types of the packet: single, STAP-A content, or the type of a fragment's unit. */
export function nalTypes(payload: Buffer): readonly number[] {
  const type = payload.readUInt8(0) & 31;
  if (type === 28) return [payload.readUInt8(1) & 31];
  if (type !== 24) return [type];
  const types: number[] = [];
  for (let at = 1; at < payload.length; at += 2 + payload.readUInt16BE(at)) types.push(payload.readUInt8(at + 2) & 31);
  return types;
}
