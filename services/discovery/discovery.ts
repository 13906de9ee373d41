import { randomInt } from 'node:crypto';
import type { System } from '../../hal/ports/system.ts';
import type { Settings } from '../settings/setting.ts';
import { type DiscoveryMode, StoredDiscoveryState } from './discovery-settings.ts';
import { type ListeningAddress, listeningAddresses, receivingAddress } from './listening-addresses.ts';
import { createMessageWriter, type MessageWriter } from './message-writer.ts';
import { mayBeRequest, parseRequest } from './parse-request.ts';
import { createRateLimit } from './rate-limit.ts';
import { type Arrival, openSockets, type Sockets } from './sockets.ts';
import { judge } from './target.ts';

/**
 * Milliseconds an answer to a multicast probe waits at most, at random, so that many cameras do not answer at once.
 * WS-Discovery draws from 0 to 500; clients are impatient, so we keep to the lower part.
 */
const longestDelay = 150;
/** Milliseconds between a multicast message and its repetition (SOAP-over-UDP). */
const repetition = { least: 50, most: 250 };
/** Messages that may wait for their delay. */
const maximumWaiting = 64;
/** Tries, one every 5 s, to open sockets that did not open: IPv6 addresses are tentative at first. */
const maximumTries = 24;

/** @internal */
export interface DiscoveryOptions {
  readonly system: Pick<System, 'networkInterfaces'>;
  readonly settings: Settings;
  /** Without `urn:uuid:`; the same for ever. */
  readonly uuid: string;
  readonly scopes: { list(): readonly string[]; onChange(listener: () => void): void };
  /** Address of the device service at a URL host, undefined where the web server does not listen. */
  readonly xAddr: (host: string) => string | undefined;
  /** Keep to these addresses of ours; empty or absent means all. */
  readonly addresses?: readonly string[];
  /** Decides whether a sender is answered; absent = all. */
  readonly admits?: (address: string) => boolean;
  readonly log: { debug(fields: object, text: string): void; warn(fields: object, text: string): void };
  /** UDP port, 3702. */
  readonly port?: number;
  /** Milliseconds between two looks at the network interfaces. */
  readonly pollInterval?: number;
}

/** The WS-Discovery target service of the device (ONVIF Core 7). */
export interface Discovery extends AsyncDisposable {
  /** Says Hello where the mode allows. A network that refuses is logged and tried again, never an error. */
  start(): Promise<void>;
  /** Says Bye and falls silent. */
  stop(): Promise<void>;
  mode(): DiscoveryMode;
  /** Effective and durable when it resolves. */
  setMode(mode: DiscoveryMode): Promise<void>;
  /** `urn:uuid:…` of GetEndpointReference. */
  readonly endpointAddress: string;
}

export function createDiscovery(options: DiscoveryOptions): Discovery {
  return new TargetService(options);
}

/** Every change — start, stop, mode, scopes, addresses — ends in `#converge`, one at a time. */
class TargetService implements Discovery {
  readonly endpointAddress: string;
  readonly #options: DiscoveryOptions;
  readonly #state: StoredDiscoveryState;
  readonly #writer: MessageWriter;
  readonly #limit = createRateLimit();
  readonly #timers = new Set<NodeJS.Timeout>();
  #poll: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  #running = false;
  #addresses: readonly ListeningAddress[] = [];
  #sockets: Sockets | undefined;
  #tries = 0;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
    this.#state = new StoredDiscoveryState(options.settings);
    this.endpointAddress = `urn:uuid:${options.uuid}`;
    this.#writer = createMessageWriter({
      state: this.#state,
      address: this.endpointAddress,
      scopes: () => options.scopes.list(),
      xAddr: options.xAddr,
    });
    options.scopes.onChange(() => void this.#converge());
  }

  async start(): Promise<void> {
    // The clock may be wrong after a start, so it alone cannot make the number grow.
    const instanceId = Math.max(this.#state.get().instanceId + 1, Math.floor(Date.now() / 1000));
    await this.#state.count({ instanceId });
    this.#running = true;
    await this.#converge();
    this.#poll = setInterval(() => void this.#converge(), this.#options.pollInterval ?? 5000);
    this.#poll.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#poll);
    this.#running = false;
    await this.#converge();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  mode(): DiscoveryMode {
    return this.#state.get().mode;
  }

  async setMode(mode: DiscoveryMode): Promise<void> {
    await this.#state.setMode(mode);
    await this.#converge();
  }

  /** Steps must not overlap. */
  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#work.then(task);
    this.#work = done.catch(() => undefined);
    return done;
  }

  #converge(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.#step();
      } catch (error) {
        this.#options.log.warn({ err: error }, 'discovery failed; it is tried again');
      }
    });
  }

  async #step(): Promise<void> {
    const { system, addresses = [] } = this.#options;
    const wanted =
      this.#running && this.mode() === 'Discoverable' ? listeningAddresses(system.networkInterfaces(), addresses) : [];
    const moved = JSON.stringify(wanted) !== JSON.stringify(this.#addresses);
    if (moved) this.#tries = 0;
    const incomplete = this.#sockets?.complete === false && this.#tries < maximumTries;
    if (moved || incomplete) await this.#reopen(wanted);
    const changed = await this.#describe();
    if (wanted.length > 0 && (moved || changed || (incomplete && this.#sockets?.complete))) {
      this.#later(randomInt(longestDelay), () => this.#announce());
    }
  }

  /** Moves to other addresses; leaving the last one says Bye. */
  async #reopen(addresses: readonly ListeningAddress[]): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const before = this.#sockets;
    if (before !== undefined && addresses.length === 0) {
      await this.#multicast(before, () => this.#writer.bye(), repetition.least);
    }
    this.#sockets = undefined;
    await before?.close();
    this.#addresses = addresses;
    if (addresses.length === 0) return;
    this.#tries += 1;
    this.#sockets = await openSockets({
      addresses,
      port: this.#options.port ?? 3702,
      receive: (arrival) => this.#receive(arrival),
      failed: (error, what) => this.#options.log.debug({ err: error, what }, 'discovery socket'),
    });
  }

  /** Counts the metadata on when they differ from what was last told. */
  async #describe(): Promise<boolean> {
    const state = this.#state.get();
    if (this.#addresses.length === 0) return false;
    const metadata = this.#writer.metadata(this.#addresses);
    if (metadata === state.metadata) return false;
    await this.#state.count({ metadata, metadataVersion: state.metadataVersion + 1 });
    return true;
  }

  #announce(): void {
    const sockets = this.#sockets;
    if (sockets === undefined) return;
    const addresses = this.#addresses;
    const pause = randomInt(repetition.least, repetition.most);
    void this.#multicast(sockets, (local) => this.#writer.hello(local, addresses), pause);
  }

  /** Sends twice the same: datagrams get lost. */
  async #multicast(sockets: Sockets, message: (local: ListeningAddress) => Buffer, pause: number): Promise<void> {
    const written = new Map<ListeningAddress, Buffer>();
    await sockets.multicast((local) => {
      const text = message(local);
      written.set(local, text);
      return text;
    });
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (sockets === this.#sockets) await sockets.multicast((local) => written.get(local) ?? message(local));
  }

  #receive({ datagram, sender, multicast }: Arrival): void {
    if (this.#options.admits?.(sender.address) === false) return;
    if (!mayBeRequest(datagram) || !this.#limit.mayRead()) return;
    const request = parseRequest(datagram);
    const local = request && receivingAddress(sender.address, sender.family, this.#addresses);
    if (request === undefined || local === undefined) return;
    const verdict = judge(request, this.#writer.target());
    if (verdict === 'no-match' || (verdict === 'unknown-rule' && multicast)) return;
    if (!this.#limit.mayAnswer(request.messageId, sender)) return;
    const delay = multicast && request.kind === 'probe' ? randomInt(longestDelay) : 0;
    this.#later(delay, () => {
      void this.#sockets?.reply(local, this.#writer.answer(request, verdict, local, this.#addresses), sender);
    });
  }

  #later(delay: number, action: () => void): void {
    if (this.#timers.size >= maximumWaiting) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delay);
    this.#timers.add(timer);
  }
}
