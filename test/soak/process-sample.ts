import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds at one moment. */
export interface ProcessSample {
  /** Seconds since the soak began. */
  readonly at: number;
  readonly descriptors: number;
  readonly threads: number;
  readonly residentMiB: number;
}

/** Throws when the process is gone. */
export function sample(pid: number, at: number): ProcessSample {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const value = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return {
    at,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    threads: value('Threads'),
    residentMiB: value('VmRSS') / 1024,
  };
}
