import type { Clock } from '../../hal/ports/clock.ts';
import { errnoOf } from '../../hal/ports/hal-error.ts';
import type { ProtocolPort } from '../../services/device/network/protocols.ts';
import { Fault } from '../../services/faults/fault.ts';
import type { HttpListener, HttpServer } from '../../services/http/http-server.ts';
import type { TlsOfMoment } from '../../services/http/secure-socket.ts';

type Scheme = 'HTTP' | 'HTTPS';
type Wanted = Readonly<Record<Scheme, ProtocolPort>>;

/** Milliseconds for which an old port is served beside the new one: clients change more settings by the address they know. */
const grace = 60_000;

interface WebListenersOptions {
  readonly server: Pick<HttpServer, 'open'>;
  readonly address: string | undefined;
  readonly clock: Clock;
  /** Certificate of HTTPS. */
  readonly secure: () => Promise<TlsOfMoment>;
}

interface Open {
  readonly scheme: Scheme;
  readonly listener: HttpListener;
  /** Ends the wait until it is closed. */
  keep: () => void;
}

/** Listeners that were opened for new ports, and not in use yet. */
interface Move {
  commit(): void;
  undo(): Promise<void>;
}

/** Listening sockets of the web server: ports change one by one, and an old port closes a while after the new one opened. */
export class WebListeners {
  readonly #options: WebListenersOptions;
  readonly #open = new Set<Open>();
  readonly #current = new Map<Scheme, Open>();

  constructor(options: WebListenersOptions) {
    this.#options = options;
  }

  port(scheme: Scheme): number | undefined {
    return this.#current.get(scheme)?.listener.port;
  }

  /** Rejects with the error of the socket. */
  async start(scheme: Scheme, port: number): Promise<number> {
    const open = await this.#listen(scheme, port);
    this.#current.set(scheme, open);
    return open.listener.port;
  }

  /** Opens what is missing. Rejects with PortAlreadyInUse, and nothing has changed then. */
  async move(wanted: Wanted): Promise<Move> {
    const next = new Map<Scheme, Open>();
    const fresh: Open[] = [];
    const undo = async (): Promise<void> => {
      await Promise.all(fresh.map((one) => this.#close(one)));
    };
    try {
      for (const scheme of ['HTTP', 'HTTPS'] as const) {
        const { enabled, port } = wanted[scheme];
        if (!enabled) continue;
        const known = this.#find(scheme, port);
        const open = known ?? (await this.#freed(scheme, port));
        if (known === undefined) fresh.push(open);
        next.set(scheme, open);
      }
    } catch (error) {
      await undo();
      throw portFault(error);
    }
    return { commit: () => this.#commit(next), undo };
  }

  close(): void {
    for (const one of this.#open) one.keep();
  }

  #find(scheme: Scheme, port: number): Open | undefined {
    return [...this.#open].find((one) => one.scheme === scheme && one.listener.port === port);
  }

  /** A port that another protocol has left is closed for this one. */
  async #freed(scheme: Scheme, port: number): Promise<Open> {
    const left = [...this.#open].find(({ listener }) => listener.port === port);
    if (left !== undefined && ![...this.#current.values()].includes(left)) await this.#close(left);
    return this.#listen(scheme, port);
  }

  async #listen(scheme: Scheme, port: number): Promise<Open> {
    const { server, address, secure } = this.#options;
    const context = scheme === 'HTTPS' ? await secure() : undefined;
    const open = { scheme, listener: await server.open(port, address, context), keep: () => undefined };
    this.#open.add(open);
    return open;
  }

  #commit(next: ReadonlyMap<Scheme, Open>): void {
    this.#current.clear();
    for (const [scheme, open] of next) this.#current.set(scheme, open);
    for (const one of this.#open) {
      one.keep();
      const isCurrent = this.#current.get(one.scheme) === one;
      one.keep = isCurrent ? () => undefined : this.#options.clock.after(grace, () => void this.#close(one));
    }
  }

  async #close(one: Open): Promise<void> {
    one.keep();
    this.#open.delete(one);
    await one.listener.close();
  }
}

function portFault(error: unknown): unknown {
  const code = errnoOf(error);
  if (code === 'EADDRINUSE') return new Fault('PortAlreadyInUse');
  if (code === 'EACCES') return new Fault('InvalidArgVal', 'the firmware may not listen on this port');
  return error;
}
