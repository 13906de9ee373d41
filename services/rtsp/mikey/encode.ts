import { keyTypes, type MikeyKey, type MikeyMessage, type MikeyPolicy, payloads, validities } from './message.ts';

function octets(size: 1 | 2 | 4, value: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
}

/** Length, then the octets. */
function counted(size: 1 | 2, bytes: Uint8Array): Buffer {
  return Buffer.concat([octets(size, bytes.length), bytes]);
}

function encodePolicy({ number, parameters }: MikeyPolicy): Buffer {
  const values = Buffer.from([...parameters].flatMap(([type, value]) => [type, 1, value]));
  return Buffer.concat([octets(1, number), octets(1, 0), counted(2, values)]);
}

function encodeKey({ key, salt, mki }: MikeyKey, isLast: boolean): Buffer {
  const type = salt.length > 0 ? keyTypes.tekWithSalt : keyTypes.tek;
  const validity = mki.length > 0 ? validities.spi : validities.none;
  return Buffer.concat([
    octets(1, isLast ? payloads.last : payloads.keyData),
    octets(1, (type << 4) | validity),
    counted(2, key),
    ...(salt.length > 0 ? [counted(2, salt)] : []),
    ...(mki.length > 0 ? [counted(1, mki)] : []),
  ]);
}

function encodeKemac(keys: readonly MikeyKey[]): Buffer {
  const data = Buffer.concat(keys.map((key, index) => encodeKey(key, index === keys.length - 1)));
  return Buffer.concat([octets(1, 0), counted(2, data), octets(1, 0)]);
}

function encodeTime(time: bigint): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeBigUInt64BE(time, 1);
  return bytes;
}

/** Octets of a pre-shared key message without encryption and MAC (RFC 3830 3.1; ONVIF Streaming Specification, MIKEY). */
export function encodeMikey(message: MikeyMessage): Buffer {
  const parts: readonly (readonly [type: number, body: Buffer])[] = [
    ...(message.time === undefined ? [] : [[payloads.time, encodeTime(message.time)] as const]),
    ...(message.random === undefined ? [] : [[payloads.random, counted(1, message.random)] as const]),
    ...message.policies.map((policy) => [payloads.policy, encodePolicy(policy)] as const),
    ...(message.keys.length === 0 ? [] : [[payloads.kemac, encodeKemac(message.keys)] as const]),
  ];
  const next = (index: number): Buffer => octets(1, parts[index]?.[0] ?? payloads.last);
  return Buffer.concat([
    octets(1, 1),
    octets(1, 0),
    next(0),
    octets(1, 0),
    octets(4, message.bundle),
    octets(1, message.sessions.length),
    octets(1, 0),
    ...message.sessions.flatMap(({ policy, ssrc, rolloverCounter }) => [
      octets(1, policy),
      octets(4, ssrc),
      octets(4, rolloverCounter),
    ]),
    ...parts.flatMap(([, body], index) => [next(index + 1), body]),
  ]);
}
