import type { SrtpAlgorithm, SrtpKey } from '../../../hal/ports/rtp-stream.ts';
import { MikeyError, type MikeyKey, type MikeyMessage, type MikeyPolicy } from './message.ts';

/** Parameters of an SRTP policy (RFC 3830 6.10.1; RFC 7714 14.4 for the last). */
const parameter = {
  encryption: 0,
  encryptionKeyLength: 1,
  authentication: 2,
  authenticationKeyLength: 3,
  saltLength: 4,
  pseudoRandom: 5,
  srtpEncryption: 7,
  srtcpEncryption: 8,
  srtpAuthentication: 10,
  tagLength: 11,
  aeadTagLength: 20,
} as const;

const [aesCm, aesGcm] = [1, 6];

/** Octets of master key and salt; policy parameters in the order they are written (ONVIF Streaming Specification). */
export const srtpForms: Readonly<
  Record<
    SrtpAlgorithm,
    { readonly key: number; readonly salt: number; readonly parameters: readonly (readonly [number, number])[] }
  >
> = {
  AES_CM_128_HMAC_SHA1_80: {
    key: 16,
    salt: 14,
    parameters: [
      [parameter.encryption, aesCm],
      [parameter.encryptionKeyLength, 16],
      [parameter.authentication, 1],
      [parameter.authenticationKeyLength, 20],
      [parameter.saltLength, 14],
      [parameter.pseudoRandom, 0],
      [parameter.srtpEncryption, 1],
      [parameter.srtcpEncryption, 1],
      [parameter.srtpAuthentication, 1],
      [parameter.tagLength, 10],
    ],
  },
  AEAD_AES_128_GCM: { key: 16, salt: 12, parameters: aeadParameters(16) },
  AEAD_AES_256_GCM: { key: 32, salt: 12, parameters: aeadParameters(32) },
};

function aeadParameters(key: number): readonly (readonly [number, number])[] {
  return [
    [parameter.encryption, aesGcm],
    [parameter.encryptionKeyLength, key],
    [parameter.authentication, 0],
    [parameter.saltLength, 12],
    [parameter.pseudoRandom, 0],
    [parameter.srtpEncryption, 1],
    [parameter.srtcpEncryption, 1],
    [parameter.aeadTagLength, 16],
  ];
}

export function policyOf(algorithm: SrtpAlgorithm): MikeyPolicy {
  return { number: 0, parameters: new Map(srtpForms[algorithm].parameters) };
}

function isOff(parameters: ReadonlyMap<number, number>, type: number): boolean {
  return parameters.get(type) === 0;
}

/** Algorithm of a policy, with the defaults of the RFC. Throws MikeyError for an unsupported algorithm. */
function algorithmOf({ parameters }: MikeyPolicy): SrtpAlgorithm {
  const length = parameters.get(parameter.encryptionKeyLength) ?? 16;
  if (isOff(parameters, parameter.srtpEncryption)) throw new MikeyError('without encryption');
  if (parameters.get(parameter.encryption) === aesGcm && (length === 16 || length === 32))
    return length === 16 ? 'AEAD_AES_128_GCM' : 'AEAD_AES_256_GCM';
  const supported =
    (parameters.get(parameter.encryption) ?? aesCm) === aesCm &&
    length === 16 &&
    (parameters.get(parameter.authentication) ?? 1) === 1 &&
    (parameters.get(parameter.tagLength) ?? 10) === 10 &&
    !isOff(parameters, parameter.srtpAuthentication);
  if (!supported) throw new MikeyError('policy');
  return 'AES_CM_128_HMAC_SHA1_80';
}

/** Key and salt in one, whether the message had them apart or concatenated. */
function masterOf({ key, salt }: MikeyKey, algorithm: SrtpAlgorithm): Uint8Array {
  const form = srtpForms[algorithm];
  const master = Buffer.concat([key, salt]);
  if (master.length !== form.key + form.salt) throw new MikeyError('length of the key');
  return master;
}

/**
 * The SRTP key of a message. Its last key counts; a message without policy keeps the algorithm that is in use
 * (RFC 3830 4.5). `mki` is empty when the client named none.
 */
export function srtpKeyOf(message: MikeyMessage, inUse?: SrtpAlgorithm): SrtpKey {
  const key = message.keys.at(-1);
  if (key === undefined) throw new MikeyError('no key');
  const number = message.sessions[0]?.policy ?? 0;
  const policy = message.policies.find((one) => one.number === number) ?? message.policies[0];
  const algorithm = policy === undefined ? (inUse ?? 'AES_CM_128_HMAC_SHA1_80') : algorithmOf(policy);
  return { algorithm, master: masterOf(key, algorithm), mki: key.mki };
}

/**
 * Form of our keys in messages: TEK for AES-CM, TEK+SALT for the others (ONVIF Streaming Specification, KEMAC). GStreamer 1.22
 * reads the key alone and not the salt, so that its rtspsrc plays AES-CM only.
 */
export function mikeyKeyOf({ algorithm, master, mki }: SrtpKey): MikeyKey {
  if (algorithm === 'AES_CM_128_HMAC_SHA1_80') return { key: master, salt: new Uint8Array(), mki };
  const { key } = srtpForms[algorithm];
  return { key: master.subarray(0, key), salt: master.subarray(key), mki };
}
