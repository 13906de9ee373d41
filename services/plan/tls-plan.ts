/** A certificate, those of its issuers behind it, and its private key, in PEM. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly key: string;
}

/** Settings of TLS for every port of the device. */
export interface TlsPlan {
  readonly identity: TlsIdentity;
  /** Versions of TLS that are enabled; at least one. */
  readonly versions: readonly ('1.2' | '1.3')[];
}
