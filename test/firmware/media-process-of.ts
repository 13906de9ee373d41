import { readFileSync } from 'node:fs';

/** Pid of the media process that belongs to a control process. */
export function mediaPidOf(pid: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return children.length === 0 ? undefined : Number(children[0]);
  } catch {
    return undefined;
  }
}
