/** One message of a server at the start of `bytes` (RFC 6455 5.2), undefined while it is not whole; throws when wrong. */
export function readMessage(bytes: Buffer): { readonly payload: Buffer; readonly size: number } | undefined {
  if (bytes.length < 2) return undefined;
  if (bytes[0] !== 0x82) throw new Error(`not one final binary frame: ${bytes[0]}`);
  const short = bytes.readUInt8(1);
  if (short > 127) throw new Error('masked');
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < head) return undefined;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if ((head === 4 && length < 126) || (head === 10 && length < 65536)) throw new Error('length not minimal');
  const size = head + length;
  return bytes.length < size ? undefined : { payload: Buffer.from(bytes.subarray(head, size)), size };
}
