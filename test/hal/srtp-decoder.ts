import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { SrtpKey } from '../../hal/ports/rtp-stream.ts';

/** SRTP receiver written from RFC 3711 and RFC 7714 alone. */

interface SessionKeys {
  readonly cipher: Buffer;
  readonly auth: Buffer;
  readonly salt: Buffer;
}

const tag = 10;
const gcmTag = 16;

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((octet, index) => octet ^ (b[index] ?? 0)));
}

/** Key derivation for both key sizes (RFC 3711 4.3.3). */
function derive(key: Buffer, salt: Buffer, label: number, size: number): Buffer {
  const iv = Buffer.alloc(16);
  salt.copy(iv);
  iv[7] = (iv[7] ?? 0) ^ label;
  return createCipheriv(`aes-${key.length * 8}-ctr`, key, iv).update(Buffer.alloc(size));
}

function sessionKeys({ algorithm, master }: SrtpKey, first: number): SessionKeys {
  const size = algorithm === 'AEAD_AES_256_GCM' ? 32 : 16;
  const [key, salt] = [Buffer.from(master.subarray(0, size)), Buffer.from(master.subarray(size))];
  return {
    cipher: derive(key, salt, first, size),
    auth: derive(key, salt, first + 1, 20),
    salt: derive(key, salt, first + 2, salt.length),
  };
}

function gcm(keys: SessionKeys, iv: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  const bits: 'aes-128-gcm' | 'aes-256-gcm' = keys.cipher.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
  const decipher = createDecipheriv(bits, keys.cipher, xor(iv, keys.salt));
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-gcmTag));
  return Buffer.concat([decipher.update(sealed.subarray(0, -gcmTag)), decipher.final()]);
}

/** Counter mode encryption (RFC 3711 4.1.1). */
function counterMode(keys: SessionKeys, ssrc: number, index: bigint, sealed: Buffer): Buffer {
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(ssrc, 4);
  iv.writeBigUInt64BE(index << 16n, 8);
  return createDecipheriv('aes-128-ctr', keys.cipher, xor(iv, keys.salt)).update(sealed);
}

function checkTag(keys: SessionKeys, covered: readonly Buffer[], found: Buffer): void {
  const hmac = createHmac('sha1', keys.auth);
  for (const part of covered) hmac.update(part);
  if (!hmac.digest().subarray(0, tag).equals(found)) throw new Error('authentication tag');
}

function checkMki(found: Buffer, key: SrtpKey): void {
  if (!found.equals(key.mki)) throw new Error(`MKI ${found.toString('hex')}`);
}

/** Decrypts an RTP packet; throws when it is not authentic. Packets have a header of 12 octets. */
export function openSrtpPacket(key: SrtpKey, packet: Buffer, rollover = 0): Buffer {
  const keys = sessionKeys(key, 0);
  const mki = key.mki.length;
  const header = packet.subarray(0, 12);
  const sequence = header.readUInt16BE(2);
  const ssrc = header.readUInt32BE(8);
  if (key.algorithm !== 'AES_CM_128_HMAC_SHA1_80') {
    checkMki(packet.subarray(packet.length - mki), key);
    const iv = Buffer.alloc(12);
    iv.writeUInt32BE(ssrc, 2);
    iv.writeUInt32BE(rollover, 6);
    iv.writeUInt16BE(sequence, 10);
    return Buffer.concat([header, gcm(keys, iv, header, packet.subarray(12, packet.length - mki))]);
  }
  checkMki(packet.subarray(-tag - mki, -tag), key);
  const sealed = packet.subarray(0, -tag - mki);
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(rollover);
  checkTag(keys, [sealed, counter], packet.subarray(-tag));
  const index = (BigInt(rollover) << 16n) | BigInt(sequence);
  return Buffer.concat([header, counterMode(keys, ssrc, index, sealed.subarray(12))]);
}

/** Decrypts a compound packet; throws when it is not authentic. */
export function openSrtcpPacket(key: SrtpKey, packet: Buffer): Buffer {
  const keys = sessionKeys(key, 3);
  const mki = key.mki.length;
  const header = packet.subarray(0, 8);
  const ssrc = header.readUInt32BE(4);
  const end = key.algorithm === 'AES_CM_128_HMAC_SHA1_80' ? tag : 0;
  checkMki(packet.subarray(packet.length - end - mki, packet.length - end), key);
  const trailer = packet.subarray(packet.length - end - mki - 4, packet.length - end - mki);
  const sealed = packet.subarray(8, packet.length - end - mki - 4);
  if (trailer.readUInt32BE() >>> 31 !== 1) throw new Error('not encrypted');
  const index = trailer.readUInt32BE() & 0x7fffffff;
  if (end === 0) {
    const iv = Buffer.alloc(12);
    iv.writeUInt32BE(ssrc, 2);
    iv.writeUInt32BE(index, 8);
    return Buffer.concat([header, gcm(keys, iv, Buffer.concat([header, trailer]), sealed)]);
  }
  checkTag(keys, [header, sealed, trailer], packet.subarray(-tag));
  return Buffer.concat([header, counterMode(keys, ssrc, BigInt(index), sealed)]);
}
