import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeMikey, decodeMikeyText } from '../../../../services/rtsp/mikey/decode.ts';
import { encodeMikey } from '../../../../services/rtsp/mikey/encode.ts';
import { MikeyError, type MikeyMessage } from '../../../../services/rtsp/mikey/message.ts';
import { mikeyKeyOf, policyOf, srtpForms, srtpKeyOf } from '../../../../services/rtsp/mikey/srtp-policy.ts';

const messages = suite('mikey/messages');

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

/** The messages that the ONVIF Streaming Specification shows: SETUP, SET_PARAMETER, GET_PARAMETER. */
const examples: readonly [string, string, Partial<MikeyMessage>, string, string][] = [
  [
    'the KeyMgmt of a client',
    'AQAFAP1td9ABAADCD1UcAAAAAAoAAdOOGc75XD0BAAAAGAABAQEBEAIBAQMBFAcBAQgBAQoBAQsBCgAAACcAIQAe30C59UrClE0e27UP5h/Wty9UL8+dfzg+2ttmmo3kBAAAAC8A',
    {
      bundle: 0xfd6d77d0,
      sessions: [{ policy: 0, ssrc: 0xc20f551c, rolloverCounter: 0 }],
      time: 0x01d38e19cef95c3dn,
    },
    'df40b9f54ac2944d1edbb50fe61fd6b72f542fcf9d7f383edadb669a8de4',
    '0000002f',
  ],
  [
    'a key that replaces it',
    'AQAFAGgCr8EBAADSvxgkAAAAAAoAAdOOK7UihqIBAAAAGAABAQEBEAIBAQMBFAcBAQgBAQoBAQsBCgAAACcAIQAepekjs88g+Q7AU6LAvRsoVyn18ZW1JuXI9qht4g6+BAAAAAIA',
    { sessions: [{ policy: 0, ssrc: 0xd2bf1824, rolloverCounter: 0 }] },
    'a5e923b3cf20f90ec053a2c0bd1b285729f5f195b526e5c8f6a86de20ebe',
    '00000002',
  ],
  [
    'what a device answers',
    'AQAFAGrVolgBAADdBcAoAAAAAAsA2/K83QArhBIKEGrVolg1GZvp7DPyFCdYmXABAAAAGwABAQEBEAIBAQMBFAQBDgcBAQgBAQoBAQsBCgAAACcAIQAe7OzS5umZMXHqaegZC3UkDwbC5NNpj4b8+fB6MROeBAAAAA0A',
    { random: hex('6ad5a25835199be9ec33f21427589970') },
    'ececd2e6e9993171ea69e8190b75240f06c2e4d3698f86fcf9f07a31139e',
    '0000000d',
  ],
];

for (const [what, text, expected, master, mki] of examples) {
  messages(`reads ${what} and writes the same octets`, () => {
    const message = decodeMikeyText(text);
    for (const [name, value] of Object.entries(expected)) assert.equal(Reflect.get(message, name), value, name);
    assert.equal(srtpKeyOf(message), {
      algorithm: 'AES_CM_128_HMAC_SHA1_80',
      master: hex(master),
      mki: hex(mki),
    });
    assert.is(encodeMikey(message).toString('base64'), text);
  });
}

for (const algorithm of Object.keys(srtpForms) as (keyof typeof srtpForms)[]) {
  messages(`tells a key for ${algorithm} and reads it back`, () => {
    const { key, salt } = srtpForms[algorithm];
    const master = Buffer.alloc(key + salt, 7);
    const srtpKey = { algorithm, master, mki: hex('01020304') };
    const session = { policy: 0, ssrc: 0xffffffff, rolloverCounter: 0xfffffffe };
    const message: MikeyMessage = {
      bundle: 1,
      sessions: [session],
      time: 5n,
      random: Buffer.alloc(16, 1),
      policies: [policyOf(algorithm)],
      keys: [mikeyKeyOf(srtpKey)],
    };
    const read = decodeMikey(encodeMikey(message));
    assert.equal(read.sessions, [session]);
    assert.equal(srtpKeyOf(read), srtpKey);
    // TEK for AES-CM, TEK+SALT for the others.
    assert.is(read.keys[0]?.salt.length, algorithm === 'AES_CM_128_HMAC_SHA1_80' ? 0 : 12);
  });
}

messages('a re-key message without policy keeps the algorithm', () => {
  const mki = hex('05');
  const key = { key: Buffer.alloc(32), salt: Buffer.alloc(12), mki };
  const message = decodeMikey(encodeMikey({ bundle: 1, sessions: [], policies: [], keys: [key] }));
  assert.is(srtpKeyOf(message, 'AEAD_AES_256_GCM').algorithm, 'AEAD_AES_256_GCM');
  assert.throws(() => srtpKeyOf(message, 'AES_CM_128_HMAC_SHA1_80'), /length of the key/);
});

const valid = Buffer.from(examples[0]?.[1] ?? '', 'base64');

function changed(at: number, value: number): Buffer {
  const bytes = Buffer.from(valid);
  bytes[at] = value;
  return bytes;
}

const refused: readonly [string, Uint8Array][] = [
  ['nothing', new Uint8Array()],
  ['another version', changed(0, 2)],
  ['a public key message', changed(1, 2)],
  ['a payload nobody knows', changed(2, 99)],
  ['a CS ID map of another type', changed(9, 1)],
  ['more crypto sessions than are there', changed(8, 15)],
  ['a policy that is not for SRTP', changed(32, 1)],
  ['an encrypted KEMAC', changed(60, 1)],
  ['a TGK', changed(64, 0x01)],
  ['no key at all, and a policy', valid.subarray(0, 40)],
];

for (const [what, bytes] of refused) {
  messages(`refuses ${what}`, () => {
    assert.throws(
      () => srtpKeyOf(decodeMikey(bytes)),
      (error: unknown) => error instanceof MikeyError,
    );
  });
}

const policies: readonly [string, readonly (readonly [number, number])[]][] = [
  ['no encryption', [[7, 0]]],
  ['F8', [[0, 2]]],
  ['a short tag', [[11, 4]]],
  ['no authentication', [[10, 0]]],
  ['AES-CM with 256 bit', [[1, 32]]],
  [
    'AES-GCM with 192 bit',
    [
      [0, 6],
      [1, 24],
    ],
  ],
];

for (const [what, parameters] of policies) {
  messages(`refuses a policy with ${what}`, () => {
    const [key] = decodeMikey(valid).keys;
    const message = { ...decodeMikey(valid), policies: [{ number: 0, parameters: new Map(parameters) }] };
    assert.ok(key);
    assert.throws(
      () => srtpKeyOf(message),
      (error: unknown) => error instanceof MikeyError,
    );
  });
}

messages('takes any octets without another exception, and any cut of a good message', () => {
  const isMikeyError = (bytes: Uint8Array): void => {
    try {
      srtpKeyOf(decodeMikey(bytes));
    } catch (error) {
      if (!(error instanceof MikeyError)) throw error;
    }
  };
  for (let length = 0; length < valid.length; length += 1) {
    assert.throws(
      () => decodeMikey(valid.subarray(0, length)),
      (error: unknown) => error instanceof MikeyError,
    );
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isMikeyError));
  fc.assert(
    fc.property(fc.nat(valid.length - 1), fc.nat(255), (at, value) => isMikeyError(changed(at, value))),
    { numRuns: 2000 },
  );
});

messages('refuses text that is no base64, and too much of it', () => {
  for (const text of ['', '====', 'A B', 'A'.repeat(5000)])
    assert.throws(
      () => decodeMikeyText(text),
      (error: unknown) => error instanceof MikeyError,
    );
});

messages.run();
