/** Bytes of hexadecimal digits, which are even in number. */
export function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

/** Upper-case digits, the canonical form of xs:hexBinary. */
export function toHex(bytes: Uint8Array): string {
  let digits = '';
  for (const byte of bytes) digits += byte.toString(16).padStart(2, '0');
  return digits.toUpperCase();
}

/** Bytes of base64 with its padding. Text after the first `=` counts for nothing. */
export function fromBase64(digits: string): Uint8Array {
  const text = atob(withCanonicalEnd(digits));
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Texts whose length without padding is no base64 (one digit of a group) lose that digit. */
function withCanonicalEnd(digits: string): string {
  const bare = digits.replace(/={1,2}$/, '');
  return bare.length % 4 === 1 ? bare.slice(0, -1) : bare;
}

/** Characters that are made in one call; more would not fit on the stack. */
const piece = 0x2000;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(text);
}
