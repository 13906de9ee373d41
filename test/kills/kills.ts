import { setTimeout as wait } from 'node:timers/promises';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { type KeptSetting, keptSettings, type Send } from './kept-settings.ts';
import { Refusal, readAll, senderTo } from './sender.ts';

/** What killing a camera has found. */
export interface KillReport {
  readonly kills: number;
  /** Writes that the camera had answered. */
  readonly writes: number;
  /** Values that the camera had after its restart, though its last answer said another, by setting. */
  readonly lost: readonly string[];
}

/** A setting with what its clients know of it. */
interface Known {
  readonly setting: KeptSetting;
  /** Last value that the camera has answered for, or had at the start. */
  told: string;
  /** Value that was sent and not answered yet. */
  sent: string | undefined;
}

/** Writes a setting again and again until the camera is dead. */
async function writeOn(known: Known, send: Send, first: number, isDead: () => boolean): Promise<number> {
  const { setting } = known;
  let answered = 0;
  for (let number = first; !isDead(); number += 1) {
    known.sent = setting.value(number);
    try {
      await setting.write(send, number);
      known.told = known.sent;
      known.sent = undefined;
      answered += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) return answered;
      // A head that moves for another setting has no place to store.
      if (!error.message.includes('ter:MovingPTZ')) throw error;
      known.sent = undefined;
      await wait(5);
    }
  }
  return answered;
}

/** One life of a camera, from its start to its death by SIGKILL; the next camera has what `known` says, or has lost it. */
async function liveAndDie(camera: Camera, settings: readonly KeptSetting[], first: number): Promise<Life> {
  const send = senderTo(camera);
  const before = await readAll(settings, send);
  const known = settings.map((setting, index): Known => ({ setting, told: before[index] ?? '', sent: undefined }));
  let dead = false;
  const writing = Promise.all(known.map((one) => writeOn(one, send, first, () => dead)));
  await wait(50 + Math.random() * 1500);
  dead = true;
  process.kill(camera.summary.pid, 'SIGKILL');
  const answered = await writing;
  await camera.stop();
  return { known, writes: answered.reduce((sum, one) => sum + one, 0) };
}

interface Life {
  readonly known: readonly Known[];
  readonly writes: number;
}

/** Settings that a camera has otherwise than the one before it has answered. */
async function lostSettings(camera: Camera, known: readonly Known[]): Promise<readonly string[]> {
  const values = await readAll(
    known.map(({ setting }) => setting),
    senderTo(camera),
  );
  return known.flatMap(({ setting, told, sent }, index) => {
    const value = values[index] ?? '';
    if (value === told || value === sent) return [];
    return [`${setting.name}: told ${told}, sent ${sent ?? 'nothing'}, found ${value}`];
  });
}

/** Numbers of writes that one life of a camera may use. */
const numbersOfALife = 200;

/**
 * Kills a camera with SIGKILL at some moment while all of its settings are written, as often as asked for, and looks what it has kept.
 * @param data folder of its settings
 */
export async function killWhileWriting(
  rounds: number,
  data: string,
  progress: (text: string) => void = () => undefined,
): Promise<KillReport> {
  const start = (): Promise<Camera> => startCamera(['--board', 'virtual'], {}, data);
  const lost: string[] = [];
  let writes = 0;
  let camera = await start();
  try {
    for (const { prepare } of keptSettings(0)) await prepare?.(senderTo(camera));
    for (let round = 0; round < rounds; round += 1) {
      const life = await liveAndDie(camera, keptSettings(round), round * numbersOfALife);
      camera = await start();
      lost.push(...(await lostSettings(camera, life.known)));
      writes += life.writes;
      progress(`${round + 1} kills, ${writes} writes, ${lost.length} lost`);
    }
  } finally {
    await camera.stop();
  }
  return { kills: rounds, writes, lost };
}
