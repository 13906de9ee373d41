import { setTimeout as wait } from 'node:timers/promises';
import { type Camera, startCamera } from '../../firmware/running-camera.ts';
import { DigestClient, md5Challenge } from '../digest-client.ts';
import { startLoad, type Target } from '../rtsp-load.ts';
import { envelope, load } from '../soap-load.ts';
import { activityOf, processorSeconds } from './activity.ts';
import { distinctPages, memoryOf } from './memory.ts';

/** Seconds for which a camera settles in a state before it is measured, and before wake-ups are counted: V8 tidies its heap for a minute. */
const settle = 10;
const quiet = 60;

/** Both processes in one state; MiB. */
export interface Memory {
  readonly resident: number;
  readonly distinct: number;
  readonly controlDirty: number;
  readonly mediaDirty: number;
}

/** Figures of one run of a camera. */
export interface RunFigures {
  readonly memory: Readonly<Record<string, Memory>>;
  readonly idle: {
    readonly controlWakeUps: number;
    readonly mediaWakeUps: number;
    readonly controlProcessor: number;
    readonly mediaProcessor: number;
  };
}

interface RunPlan {
  readonly seconds: number;
  /** Minutes of use at the end, half with one viewer and half with ten; 0 leaves them out. */
  readonly minutes: number;
}

const pidsOf = ({ summary }: Camera): readonly [number, number] => [summary.pid, summary.mediaPid];

function look(camera: Camera): Memory {
  const [control, media] = pidsOf(camera).map(memoryOf);
  return {
    resident: (control?.resident ?? 0) + (media?.resident ?? 0),
    distinct: distinctPages(pidsOf(camera)),
    controlDirty: control?.dirty ?? 0,
    mediaDirty: media?.dirty ?? 0,
  };
}

function targetOf({ summary, admin, password }: Camera): Target {
  const { hostname, port, pathname } = new URL(summary.rtsp[0] ?? '');
  return { host: hostname, port: Number(port), path: pathname.slice(1), user: admin, password };
}

/** Memory of the camera after it had so many viewers for some seconds, while they are still there. */
async function withViewers(camera: Camera, clients: number, seconds: number): Promise<Memory> {
  const viewers = await startLoad(targetOf(camera), 'tcp', { clients, seconds: seconds + 60 });
  try {
    await wait(seconds * 1000);
    return look(camera);
  } finally {
    await viewers.stop();
  }
}

/** Full speed of GetProfiles, 32 connections. */
async function burst({ summary, admin, password }: Camera, seconds: number): Promise<void> {
  const url = new URL('/onvif/media_service', summary.onvif).href;
  const body = envelope('http://www.onvif.org/ver10/media/wsdl', 'GetProfiles');
  const digest = new DigestClient(await md5Challenge(url, body), admin, password);
  await load({ name: 'GetProfiles', url, body, digest }, seconds);
}

/** Starts a camera as on a small machine and takes it through its states. */
export async function runCamera(plan: RunPlan, progress: (text: string) => void): Promise<RunFigures> {
  const camera = await startCamera([], { VEDETTE_SMALL: '1' });
  const memory: Record<string, Memory> = {};
  try {
    progress('nobody watches');
    await wait(settle * 1000);
    memory['nobody watches, after the start'] = look(camera);
    await wait(quiet * 1000);
    memory['nobody watches, later'] = look(camera);
    const [control, media] = await activityOf(pidsOf(camera), plan.seconds);
    for (const clients of [1, 10]) {
      const state = clients === 1 ? 'one viewer of 720p' : `${clients} viewers`;
      progress(state);
      memory[state] = await withViewers(camera, clients, settle);
    }
    progress('SOAP at full speed');
    await burst(camera, plan.seconds);
    await wait(settle * 1000);
    memory['after SOAP at full speed'] = look(camera);
    if (plan.minutes > 0) {
      progress(`${plan.minutes} minutes of use`);
      await withViewers(camera, 1, plan.minutes * 30);
      memory[`ten viewers, after ${plan.minutes} minutes of use`] = await withViewers(camera, 10, plan.minutes * 30);
    }
    return {
      memory,
      idle: {
        controlWakeUps: control?.wakeUps ?? 0,
        mediaWakeUps: media?.wakeUps ?? 0,
        controlProcessor: control?.processor ?? 0,
        mediaProcessor: media?.processor ?? 0,
      },
    };
  } finally {
    await camera.stop();
  }
}

/** Processor seconds of both processes until the camera is ready: from the bundle, or from the compiled files. */
export async function startCost(from: 'bundle' | 'compiled files'): Promise<number> {
  const camera = await startCamera([], from === 'bundle' ? {} : { VEDETTE_BUNDLE: '0' });
  const cost = pidsOf(camera).reduce((sum, pid) => sum + processorSeconds(pid), 0);
  await camera.stop();
  return cost;
}
