import { createHash } from 'node:crypto';

/** Purpose of a derived key: the diversifier ID of RFC 7292 appendix B.3. */
type KeyPurpose = 'key' | 'iv' | 'mac';
const diversifiers: Readonly<Record<KeyPurpose, number>> = { key: 1, iv: 2, mac: 3 };

/** Hash functions of PKCS#12: length of the block and of the result, in bytes. */
const hashes: Readonly<Record<string, { readonly block: number; readonly length: number }>> = {
  sha1: { block: 64, length: 20 },
  sha256: { block: 64, length: 32 },
  sha384: { block: 128, length: 48 },
  sha512: { block: 128, length: 64 },
};

/** Rounds between two turns of the event loop: about two milliseconds. */
const roundsInTurn = 2000;

/** Passphrase as BMPString with a zero at its end. */
function passphraseBytes(passphrase: string): Buffer {
  return Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
}

/** Repeats bytes to fill whole blocks. */
function filled(bytes: Uint8Array, block: number): Buffer {
  return Buffer.alloc(block * Math.ceil(bytes.length / block), bytes);
}

/** Adds B + 1 to each block of I, as numbers of big endian order. */
function addToBlocks(blocks: Buffer, added: Buffer): void {
  const size = added.length;
  for (let start = 0; start < blocks.length; start += size) {
    let carry = 1;
    for (let index = size - 1; index >= 0; index -= 1) {
      const sum = (blocks[start + index] ?? 0) + (added[index] ?? 0) + carry;
      blocks[start + index] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}

interface Pkcs12Derivation {
  readonly hash: string;
  readonly passphrase: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** Key, initialization vector or MAC key of a passphrase (RFC 7292 appendix B.2). Other work goes on meanwhile. */
export async function pkcs12Key(
  { hash, passphrase, salt, iterations }: Pkcs12Derivation,
  purpose: KeyPurpose,
  length: number,
): Promise<Buffer> {
  const { block, length: hashLength } = hashes[hash] ?? { block: 64, length: 20 };
  const diversifier = Buffer.alloc(block, diversifiers[purpose]);
  const blocks = Buffer.concat([filled(salt, block), filled(passphraseBytes(passphrase), block)]);
  const pieces: Buffer[] = [];
  for (let made = 0; made < length; made += hashLength) {
    let piece = createHash(hash).update(diversifier).update(blocks).digest();
    for (let round = 1; round < iterations; round += 1) {
      piece = createHash(hash).update(piece).digest();
      if (round % roundsInTurn === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    pieces.push(piece);
    addToBlocks(blocks, filled(piece, block).subarray(0, block));
  }
  return Buffer.concat(pieces).subarray(0, length);
}
