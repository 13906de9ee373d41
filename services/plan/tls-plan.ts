/** A certificate, those of its issuers behind it, and its private key, in PEM. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate revocation list, with the places of its parts. */
export interface TlsRevocations {
  /** Base64. */
  readonly der: string;
  /** Octets that are signed, from and to. */
  readonly signed: readonly [number, number];
  readonly signature: readonly [number, number];
  readonly hash: string;
  /** Serial numbers of revoked certificates in hexadecimal digits. */
  readonly serials: readonly string[];
}

/** Certificates that clients must have. */
export interface TlsClientRules {
  /** Trusted certificates, in PEM. */
  readonly anchors: readonly string[];
  /** True = the certificate must name TLS clients as its use (RFC 5280 4.2.1.12). */
  readonly clientUsage: boolean;
  readonly revocations: readonly TlsRevocations[];
}

/** Settings of TLS for every port of the device. */
export interface TlsPlan {
  readonly identity: TlsIdentity;
  /** Versions of TLS that are enabled; at least one. */
  readonly versions: readonly ('1.2' | '1.3')[];
  /** Absent where clients need no certificate. */
  readonly clients?: TlsClientRules;
}
