import { setMaxListeners } from 'node:events';
import type { Target, Transport } from '../bench/rtsp-load.ts';
import type { Camera } from '../firmware/running-camera.ts';
import { soap } from '../firmware/soap-client.ts';
import { findPlaces, type Served } from './camera-places.ts';
import { type Ask, doChores } from './chores.ts';
import { Crowd } from './crowd.ts';
import { lives } from './lives.ts';
import { pause } from './pause.ts';
import { judge, type SoakResult } from './report.ts';
import { Sampler } from './sampler.ts';
import { startWatcher, type Watcher } from './watcher.ts';

const sampleSeconds = 5;
/** Seconds for the sessions of those who vanished to time out (60 s by default) and for all to be let go. */
const settleSeconds = 120;
const never = new AbortController().signal;
setMaxListeners(0, never);

/** Kinds of life that this camera offers: nobody talks to a camera without speaker. */
async function findKinds({ places }: Served): Promise<{ readonly kinds: readonly string[]; readonly without: string }> {
  const names = Object.keys(lives);
  const target = places.get('tcp')?.[0];
  try {
    if (target === undefined) throw new Error('no TCP');
    await lives.talks?.live({ target, transport: 'tcp', signal: AbortSignal.timeout(500) });
    return { kinds: names, without: '' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kinds: names.filter((name) => name !== 'talks'), without: reason };
  }
}

function watchersOf({ places }: Served, seconds: number): readonly Watcher[] {
  return (['tcp', 'udp'] as const).flatMap((transport: Transport) => {
    const target: Target | undefined = places.get(transport)?.[0];
    return target === undefined ? [] : [startWatcher(target, transport, seconds)];
  });
}

function progressLine(minute: number, crowd: Crowd, sampler: Sampler, watchers: readonly Watcher[]): string {
  const begun = Object.values(crowd.tallies).reduce((sum, one) => sum + one.begun, 0);
  const processes = sampler
    .now()
    .map((one) => `${one.descriptors} descriptors, ${one.threads} threads, ${one.residentMiB.toFixed(0)} MiB`);
  const seen = watchers.map((one) => {
    const { transport, frames, lost, longestGap } = one.watched();
    return `${transport} ${frames} frames, ${lost} lost, gap ${Math.round(longestGap)} ms`;
  });
  return `${minute} min: ${crowd.living} clients, ${begun} lives | control ${processes[0]} | media ${processes[1]} | ${seen.join(', ')}`;
}

/** Samples until the time is over; false when a process died. */
async function observe(seconds: number, sampler: Sampler, tell: (minute: number) => void): Promise<boolean> {
  const started = performance.now();
  let minute = 0;
  for (;;) {
    const elapsed = (performance.now() - started) / 1000;
    if (elapsed >= seconds) return true;
    await pause(Math.min(sampleSeconds, seconds - elapsed), never);
    try {
      sampler.take();
    } catch {
      return false;
    }
    const whole = Math.floor((performance.now() - started) / 60_000);
    if (whole === minute) continue;
    minute = whole;
    tell(minute);
  }
}

/** Asks as the administrator. */
export function asAdministrator({ summary, admin, password }: Camera): Ask {
  return async (message, place = 'device_service') => {
    const reply = await soap(new URL(`/onvif/${place}`, summary.onvif).href, message, [admin, password]);
    if (reply.status === 200) return reply.text;
    const reason = /Text[^>]*>([^<]*)</.exec(reply.text)?.[1] ?? '';
    throw new Error(`${/^<[\w:]+/.exec(message)?.[0].slice(1)}: ${reply.status} ${reason}`);
  };
}

async function settle(sampler: Sampler): Promise<void> {
  const until = performance.now() + settleSeconds * 1000;
  while (performance.now() < until && !sampler.settled()) await pause(1, never);
}

/** A crowd of clients of all kinds on a camera, administrators who change it, and two clients that only watch. */
export async function soak(
  running: Camera,
  minutes: number,
  clients: number,
  say: (text: string) => void,
): Promise<SoakResult> {
  const served = await findPlaces(running);
  const { kinds, without } = await findKinds(served);
  say(`served: ${[...served.places.keys()].join(', ')}; kinds of clients: ${kinds.join(', ')}`);
  await pause(3, never);
  const sampler = new Sampler(running);
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const watchers = watchersOf(served, minutes * 60 + 60);
  const crowd = new Crowd(served.places, kinds, over.signal);
  const living = crowd.live(clients);
  const working = doChores(asAdministrator(running), over.signal);
  const alive = await observe(minutes * 60, sampler, (minute) => say(progressLine(minute, crowd, sampler, watchers)));
  const watched = watchers.map((one) => one.watched());
  over.abort();
  await Promise.all(watchers.map((one) => one.stop()));
  await living;
  const done = await working;
  if (!alive) throw new Error('a process of the camera died');
  say('all clients are gone; waiting for their sessions to end');
  await settle(sampler);
  const notServed = { ...served.notServed, ...(without === '' ? {} : { talks: without }) };
  return judge(
    { minutes, clients, watchers: watched, lives: crowd.tallies, chores: done, notServed },
    sampler.histories(),
  );
}
