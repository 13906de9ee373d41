import type { LoginAttempt } from '../../auth/watched-attempts.ts';

/** Lines that are kept; the oldest give way. */
const mostLines = 1000;
/** Milliseconds in which a login that comes again is no line of its own. */
const quiet = 10 * 60_000;
/** Logins that are remembered for that. */
const mostLogins = 256;

interface Line {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
  /** Number of times in a row. */
  readonly times: number;
}

/** An operation that changes the device. */
interface Operation {
  readonly name: string;
  readonly user: string | undefined;
  readonly address: string;
  readonly outcome: 'done' | 'refused';
}

/**
 * Logins, and operations that change the device: the client access log of GetSystemLog. It is bounded and in memory. A name that no
 * user has is not written down, because people type passwords into the field of the name.
 */
export class AccessLog {
  readonly #now: () => number;
  readonly #uptime: () => number;
  #lines: Line[] = [];
  readonly #logins = new Map<string, number>();

  /**
   * @param now milliseconds since 1970
   * @param uptime monotonic milliseconds
   */
  constructor(now: () => number, uptime: () => number = () => performance.now()) {
    this.#now = now;
    this.#uptime = uptime;
  }

  login({ address, user, outcome }: LoginAttempt, by: 'web' | 'RTSP'): void {
    const text = `${address} ${user ?? '(unknown user)'} login by ${by} ${outcome}`;
    if (outcome === 'refused' || this.#isNew(text)) this.#add(text);
  }

  operation({ name, user, address, outcome }: Operation): void {
    this.#add(`${address} ${user ?? '(nobody)'} ${name} ${outcome}`);
  }

  /** Lines, oldest first. */
  text(): string {
    return this.#lines
      .map(
        ({ time, text, times }) => `${new Date(time).toISOString()} ${text}${times > 1 ? ` (${times} times)` : ''}\n`,
      )
      .join('');
  }

  #isNew(login: string): boolean {
    const now = this.#uptime();
    const before = this.#logins.get(login);
    if (before !== undefined && now - before < quiet) return false;
    this.#logins.delete(login);
    this.#logins.set(login, now);
    const [oldest] = this.#logins.keys();
    if (this.#logins.size > mostLogins && oldest !== undefined) this.#logins.delete(oldest);
    return true;
  }

  #add(text: string): void {
    const last = this.#lines.at(-1);
    const line = { time: this.#now(), text, times: last?.text === text ? last.times + 1 : 1 };
    if (line.times > 1) this.#lines.pop();
    this.#lines.push(line);
    if (this.#lines.length > mostLines) this.#lines = this.#lines.slice(-mostLines);
  }
}
