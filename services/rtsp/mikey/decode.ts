import {
  keyTypes,
  type MikeyCryptoSession,
  MikeyError,
  type MikeyKey,
  type MikeyMessage,
  type MikeyPolicy,
  payloads,
  validities,
} from './message.ts';

/** Characters of base64 in one message; crypto sessions, policies and keys in it. */
const limits = { text: 4096, sessions: 16, entries: 16 } as const;

/** Reads octets in order; anything that is not there ends the message. */
class Octets {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Buffer {
    if (length > this.left) throw new MikeyError('cut off');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  number(octets: 1 | 2 | 4): number {
    return this.take(octets).readUIntBE(0, octets);
  }
}

type Fields = { -readonly [Name in keyof MikeyMessage]: MikeyMessage[Name] };

function decodeSessions(octets: Octets): readonly MikeyCryptoSession[] {
  const count = octets.number(1);
  const mapType = octets.number(1);
  if (mapType !== 0 || count > limits.sessions) throw new MikeyError('CS ID map');
  return Array.from({ length: count }, () => ({
    policy: octets.number(1),
    ssrc: octets.number(4),
    rolloverCounter: octets.number(4),
  }));
}

function decodePolicy(octets: Octets): MikeyPolicy {
  const number = octets.number(1);
  const protocol = octets.number(1);
  const inner = new Octets(octets.take(octets.number(2)));
  if (protocol !== 0) throw new MikeyError('a policy that is not for SRTP');
  const parameters = new Map<number, number>();
  while (inner.left > 0) {
    const type = inner.number(1);
    const value = inner.take(inner.number(1));
    if (value.length > 4) throw new MikeyError('policy parameter too long');
    parameters.set(type, value.length === 0 ? 0 : value.readUIntBE(0, value.length));
  }
  return { number, parameters };
}

function decodeValidity(octets: Octets, kind: number): Uint8Array {
  if (kind === validities.none) return Buffer.alloc(0);
  if (kind === validities.spi) return Buffer.from(octets.take(octets.number(1)));
  if (kind !== validities.interval) throw new MikeyError('key validity');
  octets.take(octets.number(1));
  octets.take(octets.number(1));
  return Buffer.alloc(0);
}

function decodeKeys(octets: Octets): readonly MikeyKey[] {
  const keys: MikeyKey[] = [];
  for (let next: number = payloads.keyData; next === payloads.keyData; ) {
    next = octets.number(1);
    const kinds = octets.number(1);
    const type = kinds >> 4;
    if (type !== keyTypes.tek && type !== keyTypes.tekWithSalt) throw new MikeyError('no TEK');
    const key = Buffer.from(octets.take(octets.number(2)));
    const salt = type === keyTypes.tekWithSalt ? Buffer.from(octets.take(octets.number(2))) : Buffer.alloc(0);
    keys.push({ key, salt, mki: decodeValidity(octets, kinds & 0x0f) });
    if (keys.length > limits.entries) throw new MikeyError('too many keys');
  }
  return keys;
}

function decodeKemac(octets: Octets): readonly MikeyKey[] {
  if (octets.number(1) !== 0) throw new MikeyError('an encrypted KEMAC');
  const keys = decodeKeys(new Octets(octets.take(octets.number(2))));
  const authentication = octets.number(1);
  if (authentication > 1) throw new MikeyError('MAC algorithm');
  // The MAC cannot be checked without a shared key; TLS has authenticated the sender.
  if (authentication === 1) octets.take(20);
  return keys;
}

function decodeTime(octets: Octets): bigint {
  const type = octets.number(1);
  return type === 2 ? BigInt(octets.number(4)) : octets.take(8).readBigUInt64BE();
}

const decoders: Readonly<Record<number, (octets: Octets, fields: Fields) => void>> = {
  [payloads.time]: (octets, fields) => {
    fields.time = decodeTime(octets);
  },
  [payloads.random]: (octets, fields) => {
    fields.random = Buffer.from(octets.take(octets.number(1)));
  },
  [payloads.policy]: (octets, fields) => {
    fields.policies = [...fields.policies, decodePolicy(octets)];
  },
  [payloads.kemac]: (octets, fields) => {
    fields.keys = [...fields.keys, ...decodeKemac(octets)];
  },
  // The user is known by digest authentication; the octets are passed over.
  [payloads.identity]: (octets) => {
    octets.number(1);
    octets.take(octets.number(2));
  },
  [payloads.extension]: (octets) => {
    octets.number(1);
    octets.take(octets.number(2));
  },
};

/** Reads a pre-shared key message (RFC 3830 3.1). Throws MikeyError for another kind, or one that is malformed. @internal */
export function decodeMikey(bytes: Uint8Array): MikeyMessage {
  const octets = new Octets(Buffer.from(bytes));
  if (octets.number(1) !== 1) throw new MikeyError('version');
  if (octets.number(1) !== 0) throw new MikeyError('no pre-shared key message');
  let next = octets.number(1);
  octets.number(1);
  const bundle = octets.number(4);
  const fields: Fields = { bundle, sessions: decodeSessions(octets), policies: [], keys: [] };
  for (let count = 0; next !== payloads.last; count += 1) {
    const decode = decoders[next];
    if (decode === undefined || count >= limits.entries) throw new MikeyError(`payload ${next}`);
    next = octets.number(1);
    decode(octets, fields);
  }
  return fields;
}

/** The same from base64, as it stands in SDP, KeyMgmt and parameters. */
export function decodeMikeyText(text: string): MikeyMessage {
  if (text.length > limits.text || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw new MikeyError('no base64');
  return decodeMikey(Buffer.from(text, 'base64'));
}
