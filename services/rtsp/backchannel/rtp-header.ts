/** Fields of a received RTP packet that are used (RFC 3550 5.1). */
export interface RtpHeader {
  readonly payloadType: number;
  readonly sequence: number;
  readonly rtpTime: number;
  readonly ssrc: number;
}

/** undefined for what is no RTP packet with a payload. */
export function parseRtpHeader(packet: Buffer): RtpHeader | undefined {
  const [first = 0, second = 0] = packet;
  const size = 12 + 4 * (first & 0x0f);
  if (first >> 6 !== 2 || packet.length <= size) return undefined;
  return {
    payloadType: second & 0x7f,
    sequence: packet.readUInt16BE(2),
    rtpTime: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
  };
}
