import { X509Certificate } from 'node:crypto';

/** Facts about the camera that the page needs before anybody has signed in. */
interface PageState {
  /** True while the camera has no user. */
  readonly setup: boolean;
  readonly manufacturer: string;
  readonly model: string;
  readonly version: string;
  /** Absent where the camera offers no HTTPS. */
  readonly https?: { readonly port: number; readonly fingerprint: string };
}

/** Sources of the facts. */
export interface PageFacts {
  readonly users: { isEmpty(): boolean };
  readonly board: { readonly manufacturer: string; readonly model: string };
  readonly version: string;
  readonly httpsPort: () => number | undefined;
  /** Certificate that is presented, in PEM. */
  readonly certificate: () => string | undefined;
}

/** SHA-256 of a certificate as browsers show it. */
function fingerprintOf(certificate: string | undefined): string {
  return certificate === undefined ? '' : new X509Certificate(certificate).fingerprint256;
}

export function pageState({ users, board, version, httpsPort, certificate }: PageFacts): PageState {
  const port = httpsPort();
  return {
    setup: users.isEmpty(),
    manufacturer: board.manufacturer,
    model: board.model,
    version,
    ...(port !== undefined && { https: { port, fingerprint: fingerprintOf(certificate()) } }),
  };
}
