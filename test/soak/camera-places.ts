import { type Target, type Transport, transports } from '../bench/rtsp-load.ts';
import { camera } from '../bench/rtsp-servers.ts';
import type { Camera } from '../firmware/running-camera.ts';
import type { Places } from './crowd.ts';
import { pause } from './pause.ts';
import { Playing } from './playing.ts';

/** What the camera serves, found by playing it once, and the reasons why the rest is not. */
export interface Served {
  readonly places: Places;
  readonly notServed: Readonly<Record<string, string>>;
}

async function playOnce(target: Target, transport: Transport): Promise<void> {
  const client = await Playing.open(target, transport);
  try {
    await client.describe();
    await client.setUpAll();
    await client.play();
    await pause(1, AbortSignal.timeout(5000));
    if (client.packets() === 0) throw new Error('no packet came');
    await client.leave();
  } finally {
    client.close();
  }
}

/** Every stream over every transport, once: what is made once in the life of a process is there afterwards. */
export async function findPlaces(running: Camera): Promise<Served> {
  const places = new Map<Transport, readonly Target[]>();
  const notServed: Record<string, string> = {};
  for (const transport of transports) {
    const place = camera(running).target(transport);
    if (typeof place === 'string') {
      notServed[transport] = place;
      continue;
    }
    const paths = running.summary.rtsp.map((url) => new URL(url).pathname.slice(1));
    const targets = paths.map((path) => ({ ...place, path }));
    try {
      for (const target of targets) await playOnce(target, transport);
      places.set(transport, targets);
    } catch (error) {
      notServed[transport] = error instanceof Error ? error.message : String(error);
    }
  }
  return { places, notServed };
}
