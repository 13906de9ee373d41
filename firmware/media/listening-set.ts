/** One listening socket. */
export interface Listener {
  readonly port: number;
  close(): void;
}

/** Address to listen on; undefined = all. */
export type ListenAddress = string | undefined;

/** Opens a socket; rejects when the port cannot be had. Port 0 = any free one. */
type Open = (port: number, address: ListenAddress) => Promise<Listener>;

interface Wanted {
  readonly addresses: readonly ListenAddress[];
  readonly port: number;
}

/** Sockets of one protocol: the same port on each of the addresses that are served, and changed while others use it. */
export class ListeningSet {
  readonly #open: Open;
  #listeners = new Map<ListenAddress, Listener>();
  #wanted: Wanted = { addresses: [], port: 0 };

  constructor(open: Open) {
    this.#open = open;
  }

  /** Port in use; undefined while nothing listens. */
  get port(): number | undefined {
    return this.#listeners.values().next().value?.port;
  }

  /**
   * Listens on that port of those addresses and nowhere else. Connections that were accepted go on. Port 0 keeps the port there is.
   * Rejects when the port cannot be had; the sockets are those of before then.
   */
  async apply(wanted: Wanted): Promise<void> {
    const port = wanted.port === 0 ? (this.port ?? 0) : wanted.port;
    const { addresses } = this.#wanted;
    const same =
      addresses.length === wanted.addresses.length && wanted.addresses.every((one) => addresses.includes(one));
    if (same && port === this.port) return;
    if (port === this.port) await this.#reopen({ ...wanted, port });
    else await this.#move({ ...wanted, port });
  }

  close(): void {
    for (const listener of this.#listeners.values()) listener.close();
    this.#listeners = new Map();
    this.#wanted = { addresses: [], port: 0 };
  }

  /** Another port: the old sockets are closed once all new ones are open. */
  async #move(wanted: Wanted): Promise<void> {
    const opened = await this.#openAll(wanted);
    this.close();
    this.#listeners = opened;
    this.#wanted = wanted;
  }

  /** Other addresses of the same port: one for all addresses excludes one for a single address, so the old ones close first. */
  async #reopen(wanted: Wanted): Promise<void> {
    const before = { ...this.#wanted, port: wanted.port };
    this.close();
    try {
      await this.#move(wanted);
    } catch (error) {
      await this.#move(before);
      throw error;
    }
  }

  async #openAll({ addresses, port }: Wanted): Promise<Map<ListenAddress, Listener>> {
    const opened = new Map<ListenAddress, Listener>();
    try {
      for (const address of addresses) {
        const first = opened.values().next().value;
        opened.set(address, await this.#open(first?.port ?? port, address));
      }
      return opened;
    } catch (error) {
      for (const listener of opened.values()) listener.close();
      throw error;
    }
  }
}
