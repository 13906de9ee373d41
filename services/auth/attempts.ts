/** Slows an address down that fails to authenticate. Nobody is locked out, and nobody else notices. */
export interface AttemptLimiter {
  /** Milliseconds to wait before the next answer to this address. */
  delay(address: string): number;
  failed(address: string): void;
  succeeded(address: string): void;
}

interface Record {
  failures: number;
  last: number;
}

/** Addresses remembered; the one that failed longest ago gives way. */
const capacity = 1024;
/** Failures that cost nothing: a mistyped password, a client that tries both algorithms. */
const free = 5;
const longest = 5000;
/** Milliseconds without failure after which an address starts afresh. */
const forgiveness = 600_000;

export function createAttemptLimiter(options: { readonly now?: () => number } = {}): AttemptLimiter {
  const now = options.now ?? Date.now;
  const records = new Map<string, Record>();

  const current = (address: string): Record | undefined => {
    const record = records.get(address);
    if (record === undefined || now() - record.last <= forgiveness) return record;
    records.delete(address);
    return undefined;
  };

  return {
    delay: (address) => {
      const failures = current(address)?.failures ?? 0;
      return failures <= free ? 0 : Math.min(longest, 100 * 2 ** Math.min(10, failures - free - 1));
    },
    failed: (address) => {
      const record = current(address) ?? { failures: 0, last: 0 };
      record.failures += 1;
      record.last = now();
      records.delete(address);
      records.set(address, record);
      const oldest = records.keys().next();
      if (records.size > capacity && !oldest.done) records.delete(oldest.value);
    },
    succeeded: (address) => {
      records.delete(address);
    },
  };
}
