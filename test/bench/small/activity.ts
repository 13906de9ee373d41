import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Clock ticks a second in /proc (USER_HZ is 100 on every Linux architecture that Node.js runs on). */
const ticks = 100;

/** Processor time of a process since its start, seconds. */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** How often the threads of a process went to sleep by themselves, each of which ends with a wake-up. */
function sleeps(pid: number): number {
  const counts = readdirSync(`/proc/${pid}/task`).map((thread) => {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
    return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  });
  return counts.reduce((sum, one) => sum + one, 0);
}

/** What a process does in a second. */
interface Activity {
  readonly wakeUps: number;
  /** Percent of one core. */
  readonly processor: number;
}

/** Watches processes for some seconds. */
export async function activityOf(pids: readonly number[], seconds: number): Promise<readonly Activity[]> {
  const before = pids.map((pid) => ({ sleeps: sleeps(pid), processor: processorSeconds(pid) }));
  const begun = performance.now();
  await wait(seconds * 1000);
  const passed = (performance.now() - begun) / 1000;
  return pids.map((pid, index) => ({
    wakeUps: (sleeps(pid) - (before[index]?.sleeps ?? 0)) / passed,
    processor: ((processorSeconds(pid) - (before[index]?.processor ?? 0)) / passed) * 100,
  }));
}
