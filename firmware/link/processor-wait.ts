import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds for which a process could have run and got no processor, from one call to the next. */
export type ProcessorWait = () => number;

/** Nanoseconds that a thread has waited in a run queue; undefined when it has ended or the kernel does not tell. */
function waitOf(pid: number, thread: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 2)[1]);
  } catch {
    return undefined;
  }
}

function waits(pid: number): ReadonlyMap<string, number> {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return new Map(threads.flatMap((thread) => [[thread, waitOf(pid, thread)] as const]).filter(isKnown));
  } catch {
    return new Map();
  }
}

function isKnown(entry: readonly [string, number | undefined]): entry is readonly [string, number] {
  return entry[1] !== undefined && Number.isFinite(entry[1]);
}

/**
 * Processor wait of a process by the kernel's schedstat: the longest wait of any of its threads, because the main thread may
 * depend on each of them. 0 at the first call, for a process that has ended, and where the kernel keeps no such account.
 */
export function processorWait(pid: number): ProcessorWait {
  let before: ReadonlyMap<string, number> | undefined;
  return () => {
    const now = waits(pid);
    const last = before ?? now;
    before = now;
    return Math.max(0, ...[...now].map(([thread, wait]) => wait - (last.get(thread) ?? wait))) / 1_000_000;
  };
}
