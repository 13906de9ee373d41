import { setMaxListeners } from 'node:events';
import { soap } from '../firmware/soap-client.ts';
import { pause } from '../soak/pause.ts';
import { Playing } from '../soak/playing.ts';
import type { Victim } from './attack.ts';

/** Waits of one kind of honest client. */
export interface Waits {
  /** How often it was served. */
  served: number;
  /** Longest wait for an answer or between two packets, ms. */
  longest: number;
  /** Reason → times. */
  readonly failures: Map<string, number>;
}

export type HonestKind = 'login' | 'pull' | 'play';

/** Seconds for which a player watches before it comes anew, and between two logins of one client. */
const rhythm = { watching: 6, login: 1 } as const;

/** Honest clients from the usual loopback address: two of five log in, two play, one pulls events (a camera has 16 pull points). */
export class HonestClients {
  readonly waits: Readonly<Record<HonestKind, Waits>> = { login: none(), pull: none(), play: none() };
  readonly #victim: Victim;
  readonly #signal: AbortSignal;

  constructor(victim: Victim, signal: AbortSignal) {
    this.#victim = victim;
    this.#signal = signal;
  }

  /** Resolves when the signal has come and all are gone. */
  async live(count: number): Promise<void> {
    const [login, pull, play] = [() => this.#login(), () => this.#pull(), () => this.#play()];
    const lives = [login, pull, play, login, play];
    setMaxListeners(0, this.#signal);
    const one = async (index: number): Promise<void> => {
      await pause((index % 20) / 10, this.#signal);
      await lives[index % lives.length]?.();
    };
    await Promise.all(Array.from({ length: count }, (_, index) => one(index)));
  }

  #url(service: string): string {
    return `http://${this.#victim.host}:${this.#victim.http}/onvif/${service}`;
  }

  async #ask(service: string, message: string): Promise<string> {
    const { user, password } = this.#victim;
    const reply = await soap(this.#url(service), message, [user, password]);
    if (reply.status !== 200) throw new Error(`${/^<(\w+)/.exec(message)?.[1]}: ${reply.status}`);
    return reply.text;
  }

  async #repeat(kind: HonestKind, step: () => Promise<void>): Promise<void> {
    const waits = this.waits[kind];
    while (!this.#signal.aborted) {
      try {
        await step();
      } catch (error) {
        if (this.#signal.aborted) return;
        const { cause } = error as Error;
        const text = `${(error as Error).message}${cause instanceof Error ? ` (${cause.message})` : ''}`;
        waits.failures.set(text, (waits.failures.get(text) ?? 0) + 1);
        await pause(0.2, this.#signal);
      }
    }
  }

  async #timed(kind: HonestKind, ask: () => Promise<void>, allowed = 0): Promise<void> {
    const begun = performance.now();
    await ask();
    const waits = this.waits[kind];
    waits.served += 1;
    waits.longest = Math.max(waits.longest, performance.now() - begun - allowed);
  }

  #login(): Promise<void> {
    return this.#repeat('login', async () => {
      const profiles = '<GetProfiles xmlns="http://www.onvif.org/ver10/media/wsdl"/>';
      await this.#timed('login', async () => void (await this.#ask('media_service', profiles)));
      await pause(rhythm.login, this.#signal);
    });
  }

  async #pull(): Promise<void> {
    let place: string | undefined;
    const pull =
      '<PullMessages xmlns="http://www.onvif.org/ver10/events/wsdl"><Timeout>PT1S</Timeout><MessageLimit>10</MessageLimit></PullMessages>';
    await this.#repeat('pull', async () => {
      place ??= await this.#subscribe();
      const at = place;
      try {
        await this.#timed('pull', async () => void (await this.#ask(at, pull)), 1_000);
      } catch (error) {
        place = undefined;
        throw error;
      }
    });
  }

  async #subscribe(): Promise<string> {
    const create = '<CreatePullPointSubscription xmlns="http://www.onvif.org/ver10/events/wsdl"/>';
    const answer = await this.#ask('event_service', create);
    const path = /\/onvif\/(event_service\/[^<]+)</.exec(answer)?.[1];
    if (path === undefined) throw new Error('no pull point');
    return path;
  }

  #play(): Promise<void> {
    const { host, rtsp: port, path, user, password } = this.#victim;
    return this.#repeat('play', async () => {
      let client: Playing | undefined;
      try {
        await this.#timed('play', async () => {
          client = await Playing.open({ host, port, path, user, password }, 'tcp');
          await client.describe();
          await client.setUp();
          await client.play();
        });
        if (client !== undefined) await this.#watch(client);
      } finally {
        client?.close();
      }
    });
  }

  /** Looks each 100 ms whether packets came; the time without any is a wait. */
  async #watch(client: Playing): Promise<void> {
    const end = performance.now() + rhythm.watching * 1000;
    let [seen, at] = [client.packets(), performance.now()];
    while (performance.now() < end && !this.#signal.aborted) {
      await pause(0.1, this.#signal);
      const now = performance.now();
      this.waits.play.longest = Math.max(this.waits.play.longest, now - at - 100);
      if (client.packets() !== seen) [seen, at] = [client.packets(), now];
    }
  }
}

function none(): Waits {
  return { served: 0, longest: 0, failures: new Map() };
}
