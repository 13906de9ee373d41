/** Characters of all lines together, and of one line. */
const most = 256 * 1024;
const longest = 4096;

const levels: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

type Fields = Readonly<Record<string, unknown>>;

function reasonOf(err: unknown): unknown {
  return typeof err === 'object' && err !== null && 'message' in err ? err.message : err;
}

/** A line of the log for people: time, level, process and room, text, and the other fields. */
function plain(line: string): string {
  try {
    const { level, time, name, room, msg, pid: _pid, hostname: _host, err, ...others } = JSON.parse(line) as Fields;
    const place = room === undefined ? `${name}` : `${name}/${room}`;
    const rest = { ...others, ...(err !== undefined && { error: reasonOf(err) }) };
    const fields = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
    return `${new Date(Number(time)).toISOString()} ${levels[Number(level)] ?? level} ${place}: ${msg ?? ''}${fields}`;
  } catch {
    // A line that was cut is no JSON any more.
    return line.trimEnd();
  }
}

/** The newest lines of the log, in memory. */
export class LogRing {
  #lines: string[] = [];
  #size = 0;
  #hasEarlier = false;
  readonly #counts = new Map<string, number>();
  readonly #followers = new Set<(line: string) => void>();

  /** Takes a JSON line as it is logged: secrets are redacted already. */
  add(line: string): void {
    const kept = line.length > longest ? `${line.slice(0, longest)}\n` : line;
    this.#lines.push(kept);
    this.#size += kept.length;
    if (this.#size > most) this.#shorten();
    const level = /"level":(\d{2})[,}]/.exec(kept.slice(0, 64))?.[1] ?? '';
    const name = levels[Number(level)] ?? 'other';
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    for (const follow of this.#followers) follow(kept);
  }

  /** Number of lines since the start, by level. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Calls the listener with each line from now on. Returns how to end it. */
  follow(listener: (line: string) => void): () => void {
    this.#followers.add(listener);
    return () => {
      this.#followers.delete(listener);
    };
  }

  /** JSON lines, oldest first. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Whether it has got the lines of earlier processes. */
  get hasEarlier(): boolean {
    return this.#hasEarlier;
  }

  /** Puts JSON lines of earlier processes before those of this one, as far as there is room. */
  putBefore(text: string): void {
    this.#hasEarlier = true;
    const whole = text.split('\n').filter((line) => line !== '');
    const earlier = whole.map((line) => `${line.slice(0, longest)}\n`);
    this.#lines = [...earlier, ...this.#lines];
    this.#size = this.#lines.reduce((size, line) => size + line.length, 0);
    if (this.#size > most) this.#shorten();
  }

  /** Lines for people, oldest first. */
  text(): string {
    return this.#lines.map((line) => `${plain(line)}\n`).join('');
  }

  /** Leaves the newest half, so that not every line moves all others. */
  #shorten(): void {
    while (this.#size > most / 2) this.#size -= this.#lines.shift()?.length ?? this.#size;
  }
}
