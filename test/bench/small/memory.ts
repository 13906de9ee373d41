import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const mib = 1024 * 1024;
const pageSize = 4096;

/** Memory of one process, MiB. */
interface ProcessMemory {
  /** All pages, those that other processes use too. */
  readonly resident: number;
  /** Pages that it wrote and that cannot be evicted. */
  readonly dirty: number;
}

interface Area {
  readonly start: number;
  readonly pages: number;
}

function rollup(pid: number, name: string): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024;
}

export function memoryOf(pid: number): ProcessMemory {
  return { resident: rollup(pid, 'Rss'), dirty: rollup(pid, 'Private_Dirty') };
}

/** Areas of a process that have pages in memory. */
function areas(pid: number): readonly Area[] {
  const text = readFileSync(`/proc/${pid}/smaps`, 'utf8');
  const found = text.matchAll(/^([\da-f]+)-([\da-f]+) .*\n(?:[A-Z].*\n)*?Rss:\s+([1-9]\d*) kB/gm);
  return [...found].map(([, from = '', to = '']) => {
    const start = Number.parseInt(from, 16);
    return { start, pages: (Number.parseInt(to, 16) - start) / pageSize };
  });
}

/** Adds the numbers of the frames that hold a process's pages (/proc/PID/pagemap: 55 bits, present in the highest). */
function addFrames(pid: number, frames: Set<number>): void {
  const file = openSync(`/proc/${pid}/pagemap`, 'r');
  try {
    for (const { start, pages } of areas(pid)) {
      const entries = Buffer.alloc(pages * 8);
      const length = readSync(file, entries, 0, entries.length, (start / pageSize) * 8);
      for (let at = 0; at + 8 <= length; at += 8) {
        const high = entries.readUInt32LE(at + 4);
        const frame = (high & 0x7fffff) * 2 ** 32 + entries.readUInt32LE(at);
        if (high >>> 31 === 1 && frame > 0) frames.add(frame);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Distinct pages of some processes, MiB: a page that two of them share counts once. 0 where only root may see page frames. */
export function distinctPages(pids: readonly number[]): number {
  const frames = new Set<number>();
  for (const pid of pids) addFrames(pid, frames);
  return (frames.size * pageSize) / mib;
}
