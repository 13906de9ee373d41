/** RTCP message of a client that concerns the server (RFC 3550 6, RFC 4585 6.3.1, RFC 5104 4.3.1). */
export type RtcpMessage =
  | {
      readonly kind: 'sender-report';
      readonly ssrc: number;
      /** Middle 32 bit of the NTP time: what LSR of a receiver report repeats (RFC 3550 6.4.1). */
      readonly time: number;
    }
  | { readonly kind: 'receiver-report'; readonly ssrc: number; readonly sources: readonly number[] }
  | { readonly kind: 'picture-loss'; readonly source: number }
  | { readonly kind: 'full-intra-request'; readonly sources: readonly number[] }
  | { readonly kind: 'bye'; readonly ssrc: number }
  | { readonly kind: 'other'; readonly type: number };

const senderReport = 200;
const receiverReport = 201;
const bye = 203;
const payloadFeedback = 206;

function sourcesOfReport(packet: Buffer, count: number): readonly number[] {
  const sources: number[] = [];
  for (let at = 8; sources.length < count && at + 24 <= packet.length; at += 24) sources.push(packet.readUInt32BE(at));
  return sources;
}

function parseFeedback(packet: Buffer, format: number): RtcpMessage {
  if (format === 1 && packet.length >= 12) return { kind: 'picture-loss', source: packet.readUInt32BE(8) };
  if (format !== 4) return { kind: 'other', type: payloadFeedback };
  const sources: number[] = [];
  for (let at = 12; at + 8 <= packet.length; at += 8) sources.push(packet.readUInt32BE(at));
  return { kind: 'full-intra-request', sources };
}

function parseOne(packet: Buffer): RtcpMessage {
  const count = (packet[0] ?? 0) & 0x1f;
  const type = packet[1] ?? 0;
  if (packet.length < 8) return { kind: 'other', type };
  if (type === senderReport && packet.length >= 28)
    return { kind: 'sender-report', ssrc: packet.readUInt32BE(4), time: packet.readUInt32BE(10) };
  if (type === receiverReport)
    return { kind: 'receiver-report', ssrc: packet.readUInt32BE(4), sources: sourcesOfReport(packet, count) };
  if (type === bye) return { kind: 'bye', ssrc: packet.readUInt32BE(4) };
  return type === payloadFeedback ? parseFeedback(packet, count) : { kind: 'other', type };
}

/** The messages of a compound packet; undefined when it is not well formed (RFC 3550 A.2). */
export function parseRtcp(packet: Buffer): readonly RtcpMessage[] | undefined {
  const messages: RtcpMessage[] = [];
  for (let at = 0; at < packet.length; ) {
    if (packet.length - at < 4 || (packet[at] ?? 0) >> 6 !== 2) return undefined;
    const type = packet[at + 1] ?? 0;
    const size = 4 * (packet.readUInt16BE(at + 2) + 1);
    if (type < 192 || type > 223 || at + size > packet.length) return undefined;
    messages.push(parseOne(packet.subarray(at, at + size)));
    at += size;
  }
  return messages.length === 0 ? undefined : messages;
}
