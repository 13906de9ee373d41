import { constants, fstatSync, openSync, writeSync } from 'node:fs';

/** Octets kept for a slow reader of the log. */
const queueLimit = 262_144;
/** Milliseconds after which a full pipe is tried again. */
const retryTime = 50;

/**
 * Descriptor of standard error on which a write never waits. Pipes and terminals are opened anew, because non-blocking mode would
 * also change the descriptor that the shell and the other process share.
 */
export function openStandardError(): number {
  const status = fstatSync(2);
  if (status.isFIFO() || status.isCharacterDevice()) {
    try {
      return openSync('/proc/self/fd/2', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      // Without /proc, or with a terminal of another user, the descriptor stays.
    }
  }
  // A socket cannot be opened anew; the use of process.stderr makes it non-blocking.
  if (!status.isFile()) void process.stderr;
  return 2;
}

/** Writes lines at once; while the descriptor takes none, keeps some and counts those that it drops. */
export class LineWriter {
  readonly #descriptor: number;
  readonly #limit: number;
  readonly #onLost: (lines: number) => void;
  readonly #waiting: Buffer[] = [];
  #size = 0;
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param onLost called with the number of dropped lines once there is room again; it may write */
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

  /** Writes as much as the descriptor takes. */
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

  /** Number of octets written. */
  #tryWrite(bytes: Buffer): number {
    try {
      return writeSync(this.#descriptor, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      // The reader is gone or the disk is full: nothing can be reported.
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
