import { randomInt } from 'node:crypto';
import type { System } from '../../hal/ports/system.ts';
import type { Settings } from '../settings/setting.ts';
import { type DiscoveryMode, StoredDiscoveryState } from './discovery-settings.ts';
import { type Place, placeOf, placesOf } from './listening-addresses.ts';
import { createVoice, type Voice } from './message-writer.ts';
import { mayBeRequest, parseRequest } from './parse-request.ts';
import { createAdmission } from './rate-limit.ts';
import { type Arrival, openSockets, type Sockets } from './sockets.ts';
import { judge } from './target.ts';

/**
 * Milliseconds an answer to a multicast probe waits at most, at random, so that many cameras do not answer at once.
 * WS-Discovery draws from 0 to 500; clients are impatient, so we keep to the lower part.
 */
const longestDelay = 150;
/** Milliseconds between a multicast message and its repetition (SOAP-over-UDP). */
const repetition = { least: 50, most: 250 };
/** Messages waiting for their delay at most. */
const maximumWaiting = 64;
/** Looks at the network (one every 5 s) that try again to open what did not open: IPv6 addresses are tentative at first. */
const maximumTries = 24;

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
  readonly #voice: Voice;
  readonly #admission = createAdmission();
  readonly #timers = new Set<NodeJS.Timeout>();
  #poll: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  #running = false;
  #places: readonly Place[] = [];
  #sockets: Sockets | undefined;
  #tries = 0;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
    this.#state = new StoredDiscoveryState(options.settings);
    this.endpointAddress = `urn:uuid:${options.uuid}`;
    this.#voice = createVoice({
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
      this.#running && this.mode() === 'Discoverable' ? placesOf(system.networkInterfaces(), addresses) : [];
    const moved = JSON.stringify(wanted) !== JSON.stringify(this.#places);
    if (moved) this.#tries = 0;
    const incomplete = this.#sockets?.complete === false && this.#tries < maximumTries;
    if (moved || incomplete) await this.#reopen(wanted);
    const changed = await this.#describe();
    if (wanted.length > 0 && (moved || changed || (incomplete && this.#sockets?.complete))) {
      this.#later(randomInt(longestDelay), () => this.#announce());
    }
  }

  /** Moves to other places; leaving the last one says Bye. */
  async #reopen(places: readonly Place[]): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const before = this.#sockets;
    if (before !== undefined && places.length === 0) {
      await this.#multicast(before, () => this.#voice.bye(), repetition.least);
    }
    this.#sockets = undefined;
    await before?.close();
    this.#places = places;
    if (places.length === 0) return;
    this.#tries += 1;
    this.#sockets = await openSockets({
      places,
      port: this.#options.port ?? 3702,
      receive: (arrival) => this.#receive(arrival),
      failed: (error, what) => this.#options.log.debug({ err: error, what }, 'discovery socket'),
    });
  }

  /** Counts the metadata on when they differ from what was last told. */
  async #describe(): Promise<boolean> {
    const state = this.#state.get();
    if (this.#places.length === 0) return false;
    const metadata = this.#voice.metadata(this.#places);
    if (metadata === state.metadata) return false;
    await this.#state.count({ metadata, metadataVersion: state.metadataVersion + 1 });
    return true;
  }

  #announce(): void {
    const sockets = this.#sockets;
    if (sockets === undefined) return;
    const places = this.#places;
    const pause = randomInt(repetition.least, repetition.most);
    void this.#multicast(sockets, (place) => this.#voice.hello(place, places), pause);
  }

  /** Sends twice the same: datagrams get lost. */
  async #multicast(sockets: Sockets, message: (place: Place) => Buffer, pause: number): Promise<void> {
    const written = new Map<Place, Buffer>();
    await sockets.multicast((place) => {
      const text = message(place);
      written.set(place, text);
      return text;
    });
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (sockets === this.#sockets) await sockets.multicast((place) => written.get(place) ?? message(place));
  }

  #receive({ datagram, sender, multicast }: Arrival): void {
    if (!mayBeRequest(datagram) || !this.#admission.read()) return;
    const request = parseRequest(datagram);
    const place = request && placeOf(sender.address, sender.family, this.#places);
    if (request === undefined || place === undefined) return;
    const verdict = judge(request, this.#voice.target());
    if (verdict === 'no-match' || (verdict === 'unknown-rule' && multicast)) return;
    if (!this.#admission.answer(request.messageId, sender)) return;
    const delay = multicast && request.kind === 'probe' ? randomInt(longestDelay) : 0;
    this.#later(delay, () => {
      void this.#sockets?.reply(place, this.#voice.answer(request, verdict, place, this.#places), sender);
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
