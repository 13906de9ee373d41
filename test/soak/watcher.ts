import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { buildFolder } from '../bench/places.ts';
import type { Target, Transport } from '../bench/rtsp-load.ts';

/** What a client saw that only watched. */
export interface Watched {
  readonly transport: Transport;
  readonly frames: number;
  /** Missing sequence numbers. */
  readonly lost: number;
  /** Longest time between two frames, ms. */
  readonly longestGap: number;
  /** Its connection ended, or it never played. */
  readonly ended: boolean;
}

export interface Watcher {
  watched(): Watched;
  /** Leaves politely. */
  stop(): Promise<void>;
}

/** A line of rtsp-watch. */
interface Line {
  readonly frames: number;
  readonly lost: number;
  readonly longestGap: number;
  readonly ended: boolean;
}

/** A client in a process of its own, in C, so that nothing here delays it; UDP is timed by the kernel. */
export function startWatcher(target: Target, transport: Transport, seconds: number): Watcher {
  const words = [target.host, `${target.port}`, target.path, target.user, target.password, transport, `${seconds}`];
  const child = spawn(`${buildFolder}/rtsp-watch`, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let seen: Watched = { transport, frames: 0, lost: 0, longestGap: 0, ended: false };
  createInterface(child.stdout).on('line', (text) => {
    if (!text.includes('"ended"')) return;
    const { frames, lost, longestGap, ended } = JSON.parse(text) as Line;
    seen = { transport, frames, lost, longestGap: Math.max(seen.longestGap, longestGap), ended: seen.ended || ended };
  });
  let leaving = false;
  child.once('exit', () => {
    if (!leaving) seen = { ...seen, ended: true };
  });
  const stop = async (): Promise<void> => {
    leaving = true;
    child.kill();
    if (child.exitCode === null) await exited;
  };
  return { watched: () => seen, stop };
}
