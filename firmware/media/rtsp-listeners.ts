import type { Logger } from 'pino';
import type { RtspPlan } from '../../services/plan/desired-media.ts';
import type { RtspServer } from '../../services/rtsp/server.ts';
import { ListeningSet } from './listening-set.ts';
import { RtspsServer } from './rtsps-server.ts';

interface RtspListenersOptions {
  readonly server: RtspServer;
  /** Where connections go that TLS has decrypted. */
  readonly relayPath: string;
  readonly log: Logger;
  /** Decides whether a client of that address may connect. */
  readonly admits: (address: string) => boolean;
}

/** Ports as they came out. */
export interface ListeningPorts {
  readonly rtspPort: number;
  /** undefined while TLS is off. */
  readonly rtspsPort?: number;
}

/** Sockets of RTSP and of RTSP over TLS, as the desired state wants them. */
export class RtspListeners {
  readonly #plain: ListeningSet;
  readonly #secure: ListeningSet;
  readonly #tls: RtspsServer;

  constructor({ server, relayPath, log, admits }: RtspListenersOptions) {
    this.#tls = new RtspsServer({ relayPath, log, admits });
    this.#plain = new ListeningSet((port, address) => server.listen(port, address));
    this.#secure = new ListeningSet((port, address) => this.#tls.listen(port, address));
  }

  /**
   * Listens as the plan says; open connections go on, also with another certificate. Rejects with a message for people when a port
   * cannot be had: what listened before listens on.
   */
  async apply({ addresses: named, port, off, tls }: RtspPlan): Promise<ListeningPorts> {
    const addresses = named.length === 0 ? [undefined] : named;
    if (off === true) this.#plain.close();
    else await explained(this.#plain.apply({ addresses, port }), `RTSP port ${port}`, '--rtsp-port');
    if (tls === undefined) this.#secure.close();
    else {
      this.#tls.present(tls);
      await explained(this.#secure.apply({ addresses, port: tls.port }), `RTSPS port ${tls.port}`, '--rtsps-port');
    }
    const rtspsPort = this.#secure.port;
    return { rtspPort: this.#plain.port ?? 0, ...(rtspsPort !== undefined && { rtspsPort }) };
  }

  close(): void {
    this.#plain.close();
    this.#secure.close();
    this.#tls.close();
  }
}

async function explained(work: Promise<void>, what: string, option: string): Promise<void> {
  try {
    await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`${what} is in use: choose another with ${option}`, { cause: error });
  }
}
