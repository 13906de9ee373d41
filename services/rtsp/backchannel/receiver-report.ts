import type { ReceptionReport } from './reception.ts';

function reportBlock(report: ReceptionReport): Buffer {
  const block = Buffer.alloc(24);
  block.writeUInt32BE(report.source, 0);
  block.writeUInt32BE((report.fractionLost * 2 ** 24 + (report.lost & 0xffffff)) >>> 0, 4);
  block.writeUInt32BE(report.highest, 8);
  block.writeUInt32BE(report.jitter >>> 0, 12);
  block.writeUInt32BE(report.lastSenderReport, 16);
  block.writeUInt32BE(report.delay, 20);
  return block;
}

function sourceDescription(ssrc: number, name: string): Buffer {
  const text = Buffer.from(name).subarray(0, 255);
  // SSRC, CNAME item, at least one zero octet, filled up to whole words (RFC 3550 6.5).
  const chunk = Buffer.alloc(Math.ceil((4 + 2 + text.length + 1) / 4) * 4);
  chunk.writeUInt32BE(ssrc, 0);
  chunk[4] = 1;
  chunk[5] = text.length;
  text.copy(chunk, 6);
  return Buffer.concat([head(202, 1, chunk.length), chunk]);
}

function head(type: number, count: number, length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes[0] = 0x80 | count;
  bytes[1] = type;
  bytes.writeUInt16BE(length / 4, 2);
  return bytes;
}

/** A compound packet: receiver report and CNAME (RFC 3550 6.4.2, 6.5); STR-26. */
export function serializeReceiverReport(ssrc: number, name: string, reports: readonly ReceptionReport[]): Buffer {
  const own = Buffer.alloc(4);
  own.writeUInt32BE(ssrc);
  const body = Buffer.concat([own, ...reports.map(reportBlock)]);
  return Buffer.concat([head(201, reports.length, body.length), body, sourceDescription(ssrc, name)]);
}
