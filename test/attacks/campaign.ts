import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { soap } from '../firmware/soap-client.ts';
import { sample } from '../soak/process-sample.ts';
import type { Attack, Victim } from './attack.ts';
import { HonestClients, type HonestKind, type Waits } from './honest.ts';

/** How honest clients and the camera came through one attack. */
export interface Outcome {
  readonly name: string;
  readonly about: string;
  readonly waits: Readonly<Record<HonestKind, Waits>>;
  /** Resident memory in MiB before, at its highest, and after the attack, control and media process together. */
  readonly memory: { readonly before: number; readonly highest: number; readonly after: number };
  /** Empty = passed. */
  readonly faults: readonly string[];
}

/** Longest wait of an honest client in ms, and how much more memory may stay, as a share. */
const bounds = { wait: 1_000, memory: 0.2 } as const;

/** Seconds for memory to return after an attack, at most. */
const returning = 30;

const program = fileURLToPath(new URL('./attacker.js', import.meta.url));
const sleep = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

function memoryOf({ summary }: Camera): number {
  return [summary.pid, summary.mediaPid].reduce((sum, pid) => sum + sample(pid, 0).residentMiB, 0);
}

function portOf(url: string | undefined): number {
  return Number(new URL((url ?? '').replace(/^rtsps?:/, 'http:')).port);
}

/** The camera as others see it, with a user of the lowest level. */
async function victimOf(camera: Camera): Promise<Victim> {
  const { onvif, https, rtsp, rtsps } = camera.summary;
  const [user, password] = ['viewer', 'viewer-password-1'];
  const create = `<tds:CreateUsers><tds:User><tt:Username>${user}</tt:Username><tt:Password>${password}</tt:Password><tt:UserLevel>User</tt:UserLevel></tds:User></tds:CreateUsers>`;
  const reply = await soap(onvif, create, [camera.admin, camera.password]);
  if (reply.status !== 200) throw new Error(`the user cannot be created: ${reply.text}`);
  const path = new URL((rtsp[0] ?? '').replace(/^rtsp:/, 'http:')).pathname.slice(1);
  return {
    ...{ host: '127.0.0.1', user, password, path },
    ...{ http: portOf(onvif), https: portOf(https), rtsp: portOf(rtsp[0]), rtsps: portOf(rtsps?.[0]) },
  };
}

function judge(waits: Outcome['waits'], memory: Outcome['memory']): readonly string[] {
  const faults: string[] = [];
  for (const [kind, { served, longest, failures }] of Object.entries(waits)) {
    if (served === 0) faults.push(`${kind}: nobody was served`);
    if (longest > bounds.wait) faults.push(`${kind}: ${Math.round(longest)} ms was the longest wait`);
    for (const [reason, times] of failures) faults.push(`${kind}: ${reason}, ${times} times`);
  }
  if (memory.after > memory.before * (1 + bounds.memory))
    faults.push(`memory ${memory.before.toFixed(0)} MiB before, ${memory.after.toFixed(0)} after`);
  return faults;
}

/** Runs one attack on a camera of its own while honest clients use it. */
export async function campaign(attack: Attack, seconds: number, clients: number): Promise<Outcome> {
  const camera = await startCamera(['--https-port', '0', '--rtsps-port', '0']);
  try {
    const victim = await victimOf(camera);
    const done = new AbortController();
    const honest = new HonestClients({ ...victim, user: camera.admin, password: camera.password }, done.signal);
    const living = honest.live(clients);
    // Caches and pools fill first: what the camera needs for its clients is no trace of an attack.
    await sleep(10);
    forget(honest);
    const before = memoryOf(camera);
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, memoryOf(camera));
    }, 250);
    const words = [program, attack.name, '127.66.0.1', JSON.stringify(victim), `${seconds}`];
    const attacker = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'] });
    const kill = setTimeout(() => attacker.kill('SIGKILL'), (seconds + 5) * 1000);
    await once(attacker, 'exit');
    clearTimeout(kill);
    const waits = structuredClone(honest.waits);
    clearInterval(watch);
    let after = memoryOf(camera);
    for (let left = returning; left > 0 && after > before * (1 + bounds.memory); left -= 1) {
      await sleep(1);
      after = memoryOf(camera);
    }
    done.abort();
    await living;
    const memory = { before, highest, after };
    return { name: attack.name, about: attack.about, waits, memory, faults: judge(waits, memory) };
  } finally {
    await camera.stop();
  }
}

function forget({ waits }: HonestClients): void {
  for (const one of Object.values(waits)) {
    one.served = 0;
    one.longest = 0;
    one.failures.clear();
  }
}
