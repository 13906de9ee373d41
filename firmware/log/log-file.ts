import { appendFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogRing } from './log-ring.ts';

/** Bytes of one of the two files at most. */
const most = 256 * 1024;
/** Milliseconds between two writes: flash memory wears out. A warning is written sooner. */
const pauses = { usual: 30_000, urgent: 1_000 } as const;

interface LogFileOptions {
  /** Data folder of the camera. */
  readonly path: string;
  readonly ring: LogRing;
  /** Rejects where the disk of the folder is not there: nothing is written into an empty mount point. */
  readonly confirm: () => Promise<void>;
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

/**
 * The system log on disk: two files of 256 KiB, the older one of which is replaced. Lines are those of the ring, whose secrets are redacted.
 * A disk that takes no line costs those lines, and nothing else.
 */
export class LogFile {
  readonly #options: LogFileOptions;
  readonly #file: string;
  readonly #older: string;
  #waiting: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isUrgent = false;
  #work: Promise<void> = Promise.resolve();
  #unfollow: () => void = () => undefined;

  constructor(options: LogFileOptions) {
    this.#options = options;
    this.#file = join(options.path, 'log', 'system.jsonl');
    this.#older = join(options.path, 'log', 'system.1.jsonl');
  }

  /** Gives the ring what earlier processes logged, once, and keeps what follows. */
  async open(): Promise<void> {
    const { ring } = this.#options;
    if (!ring.hasEarlier) {
      // Lines of the start itself are in the ring and in no file yet.
      this.#waiting = [...ring.lines];
      ring.putBefore((await textOf(this.#older)) + (await textOf(this.#file)));
    }
    this.#unfollow = ring.follow((line) => this.#take(line));
    this.#schedule(false);
  }

  /** Resolves when all lines are written, or the disk does not take them. */
  async close(): Promise<void> {
    this.#unfollow();
    clearTimeout(this.#timer);
    await this.#flush();
  }

  #take(line: string): void {
    this.#waiting.push(line.endsWith('\n') ? line : `${line}\n`);
    this.#schedule(/"level":[456]0[,}]/.test(line.slice(0, 64)));
  }

  #schedule(isUrgent: boolean): void {
    if (this.#timer !== undefined && (this.#isUrgent || !isUrgent)) return;
    clearTimeout(this.#timer);
    this.#isUrgent = isUrgent;
    this.#timer = setTimeout(() => void this.#flush(), isUrgent ? pauses.urgent : pauses.usual).unref();
  }

  #flush(): Promise<void> {
    this.#timer = undefined;
    const text = this.#waiting.join('').slice(-most);
    this.#waiting = [];
    this.#work = this.#work.then(() => this.#write(text)).catch(() => undefined);
    return this.#work;
  }

  async #write(text: string): Promise<void> {
    if (text === '') return;
    await this.#options.confirm();
    await mkdir(join(this.#options.path, 'log'), { mode: 0o700 }).catch(() => undefined);
    const size = await stat(this.#file).then(
      (found) => found.size,
      () => 0,
    );
    if (size + text.length > most) await rename(this.#file, this.#older).catch(() => undefined);
    await appendFile(this.#file, text, { mode: 0o600 });
  }
}
