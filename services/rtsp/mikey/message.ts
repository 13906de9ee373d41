/** Error of a MIKEY message that is malformed or unsupported; answered with 463 (RFC 4567 3.3). */
export class MikeyError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'MikeyError';
  }
}

/** Crypto session of the CS ID map, type SRTP-ID (RFC 3830 6.1.1). */
export interface MikeyCryptoSession {
  /** Number of the security policy that applies. */
  readonly policy: number;
  /** 32 bit */
  readonly ssrc: number;
  /** 32 bit, roll-over counter */
  readonly rolloverCounter: number;
}

/** A security policy for SRTP (RFC 3830 6.10.1): value by parameter type. */
export interface MikeyPolicy {
  readonly number: number;
  readonly parameters: ReadonlyMap<number, number>;
}

/** A key of a KEMAC payload without encryption (RFC 3830 6.13). */
export interface MikeyKey {
  /** Master key; with the salt behind it when `salt` is empty and the policy wants one. */
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  /** SPI/MKI, empty when the message names none. */
  readonly mki: Uint8Array;
}

/** A MIKEY pre-shared key message as ONVIF uses it: keys in the clear, because TLS protects them. */
export interface MikeyMessage {
  /** 32 bit, crypto session bundle */
  readonly bundle: number;
  readonly sessions: readonly MikeyCryptoSession[];
  /** 64 bit NTP-UTC time; absent in some re-key messages. */
  readonly time?: bigint;
  /** RAND, 16..255 octets; may be absent when keys are sent as TEK. */
  readonly random?: Uint8Array;
  readonly policies: readonly MikeyPolicy[];
  readonly keys: readonly MikeyKey[];
}

/** Payload types (RFC 3830 6.1). */
export const payloads = {
  last: 0,
  kemac: 1,
  time: 5,
  identity: 6,
  certificate: 7,
  policy: 10,
  random: 11,
  keyData: 20,
  extension: 21,
} as const;

/** Types of key data (RFC 3830 6.13). */
export const keyTypes = { tek: 2, tekWithSalt: 3 } as const;
/** Kinds of key validity data (RFC 3830 6.13). */
export const validities = { none: 0, spi: 1, interval: 2 } as const;
