import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from 'node:tls';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { until } from '../until.ts';
import { type KeystoreView, nextStep, readKeystore } from './keystore-steps.ts';
import type { KillReport } from './kills.ts';
import { Refusal, senderTo } from './sender.ts';

/** Names of the keystore that its clients know of, and those that it has if the step under way counts. */
interface Known {
  readonly told: readonly string[];
  readonly next: readonly string[];
  readonly step: string;
  readonly writes: number;
}

const without = (names: readonly string[], removed: readonly string[]): readonly string[] =>
  names.filter((name) => !removed.includes(name));

/** Changes the keystore again and again until the camera is dead. */
async function changeOn(camera: Camera, first: KeystoreView, isDead: () => boolean): Promise<Known> {
  const send = senderTo(camera);
  let { names, ids } = first;
  for (let writes = 0; ; writes += 1) {
    const { name, removes, adds, run } = nextStep(names);
    const next = [...without(names, removes), ...adds].toSorted();
    try {
      if (isDead()) return { told: names, next: names, step: 'none', writes };
      await run(send, ids);
      names = next;
      ({ ids } = await readKeystore(send));
    } catch (error) {
      if (error instanceof Refusal || !isDead()) throw error;
      return { told: names, next, step: name, writes };
    }
  }
}

async function liveAndDie(camera: Camera, view: KeystoreView): Promise<Known> {
  let dead = false;
  const changing = changeOn(camera, view, () => dead);
  changing.catch(() => undefined);
  await Promise.race([changing, wait(50 + Math.random() * 2000)]);
  dead = true;
  process.kill(camera.summary.pid, 'SIGKILL');
  const known = await changing;
  await camera.stop();
  return known;
}

/** Subject of the certificate that the camera presents. */
async function presented({ summary }: Camera): Promise<string> {
  const socket = connect({
    host: '127.0.0.1',
    port: Number(new URL(summary.https ?? '').port),
    rejectUnauthorized: false,
  });
  await once(socket, 'secureConnect');
  const subject = socket.getPeerX509Certificate()?.subject ?? '';
  socket.destroy();
  return subject;
}

/** Faults of a keystore after a death: objects that are neither of before nor of after the step, or another certificate on the port. */
async function faultsOf(camera: Camera, view: KeystoreView, { told, next, step }: Known): Promise<readonly string[]> {
  const found = view.names.join(', ');
  const faults = [told, next].some((names) => names.join(', ') === found)
    ? []
    : [`${step}: told ${told.join(', ')}, found ${found}`];
  const turn = /assigned path-(\d+)/.exec(found)?.[1];
  const subject = await presented(camera);
  return turn === undefined || subject === `CN=certificate-${turn}`
    ? faults
    : [...faults, `${found} presents ${subject}`];
}

/** What killing a camera in changes of its keystore has found. */
interface KeystoreReport extends KillReport {
  /** Number of kills by the step that was under way. */
  readonly steps: Readonly<Record<string, number>>;
}

/**
 * Kills a camera with SIGKILL while keys and certificates are made, uploaded, assigned and deleted, as often as asked for: each
 * step must count whole or not at all, and TLS present what is assigned.
 * @param data folder of its settings
 */
export async function killInKeystoreChanges(
  rounds: number,
  data: string,
  progress: (text: string) => void = () => undefined,
): Promise<KeystoreReport> {
  const start = (): Promise<Camera> => startCamera(['--board', 'virtual', '--https-port', '0'], {}, data);
  const viewOf = async (one: Camera): Promise<KeystoreView> => {
    let view: KeystoreView | undefined;
    await until(async () => {
      view = await readKeystore(senderTo(one));
      return true;
    }, 'read the keystore');
    if (view === undefined) throw new Error('no keystore');
    return view;
  };
  const lost: string[] = [];
  const steps: Record<string, number> = {};
  let writes = 0;
  let camera = await start();
  try {
    let view = await viewOf(camera);
    for (let round = 0; round < rounds; round += 1) {
      const known = await liveAndDie(camera, view);
      camera = await start();
      view = await viewOf(camera);
      lost.push(...(await faultsOf(camera, view, known)));
      steps[known.step] = (steps[known.step] ?? 0) + 1;
      writes += known.writes;
      progress(`${round + 1} kills, ${writes} writes, ${lost.length} lost`);
    }
  } finally {
    await camera.stop();
  }
  return { kills: rounds, writes, lost, steps };
}
