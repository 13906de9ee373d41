import { X509Certificate } from 'node:crypto';
import type { Logger } from 'pino';
import type { TlsServer } from '../../services/security/tls-server/tls-server.ts';

const day = 24 * 3_600_000;
/** Days before its end from which a certificate is announced. */
const noticeDays = 30;

interface ExpiryOptions {
  readonly tls: Pick<TlsServer, 'current' | 'onChange'>;
  /** Present time in milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

/** Warns in the log, once a day, of a certificate of the TLS server that ends soon, has ended or is not valid yet. */
export class ExpiryWatch {
  readonly #options: ExpiryOptions;
  #end: () => void = () => undefined;

  constructor(options: ExpiryOptions) {
    this.#options = options;
  }

  start(): void {
    const timer = setInterval(() => this.#look(), day).unref();
    const unlisten = this.#options.tls.onChange(() => this.#look());
    this.#end = () => {
      clearInterval(timer);
      unlisten();
    };
    this.#look();
  }

  stop(): void {
    this.#end();
  }

  #look(): void {
    const { tls, now, log } = this.#options;
    const plan = tls.current();
    if (plan === undefined) return;
    const { subject, validFrom, validTo } = new X509Certificate(plan.identity.certificate);
    const days = Math.floor((Date.parse(validTo) - now()) / day);
    const fields = { subject, validTo };
    if (now() < Date.parse(validFrom)) log.warn({ subject, validFrom }, 'the certificate of TLS is not valid yet');
    else if (days < 0) log.warn(fields, 'the certificate of TLS has expired: clients refuse it');
    else if (days < noticeDays) log.warn({ ...fields, days }, 'the certificate of TLS expires soon');
  }
}
