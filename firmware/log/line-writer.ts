import { constants, fstatSync, openSync, writeSync } from 'node:fs';

/** Octets that wait for a reader of the log. */
const queueLimit = 262_144;
/** Milliseconds after which a full pipe is tried again. */
const retryTime = 50;

/**
 * A descriptor for standard error on which a write never waits. Pipes and terminals are opened anew: what makes the
 * descriptor not block must not change the one that is shared with the shell and with the other process.
 */
export function openStandardError(): number {
  const status = fstatSync(2);
  if (status.isFIFO() || status.isCharacterDevice()) {
    try {
      return openSync('/proc/self/fd/2', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      // No /proc, or a terminal of somebody else.
    }
  }
  // A socket cannot be opened anew: using process.stderr makes it not block. For a file it changes nothing.
  if (!status.isFile()) void process.stderr;
  return 2;
}

/** Writes lines at once where the descriptor takes them, keeps some where it does not, and loses the others, counted. */
export class LineWriter {
  readonly #descriptor: number;
  readonly #limit: number;
  readonly #onLost: (lines: number) => void;
  readonly #waiting: Buffer[] = [];
  #size = 0;
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param onLost told how many lines were lost once there is room again; it may write */
  constructor(descriptor: number, onLost: (lines: number) => void, limit: number = queueLimit) {
    this.#descriptor = descriptor;
    this.#onLost = onLost;
    this.#limit = limit;
  }

  write(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#size + bytes.length > this.#limit) {
      this.#lost += 1;
      return;
    }
    this.#waiting.push(bytes);
    this.#size += bytes.length;
    if (this.#timer === undefined) this.flush();
  }

  /** Writes what can be written now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (let [first] = this.#waiting; first !== undefined; [first] = this.#waiting) {
      const written = this.#tryWrite(first);
      if (written < first.length) {
        this.#waiting[0] = first.subarray(written);
        this.#size -= written;
        this.#timer = setTimeout(() => this.flush(), retryTime).unref();
        return;
      }
      this.#waiting.shift();
      this.#size -= first.length;
    }
    this.#tellLost();
  }

  /** Octets that were taken. */
  #tryWrite(bytes: Buffer): number {
    try {
      return writeSync(this.#descriptor, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      // The reader has gone, or the disk is full: there is nowhere to complain, least of all here.
      return bytes.length;
    }
  }

  #tellLost(): void {
    const lost = this.#lost;
    if (lost === 0) return;
    this.#lost = 0;
    this.#onLost(lost);
  }
}
