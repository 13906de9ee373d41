import { setTimeout as wait } from 'node:timers/promises';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { restoredSettings, type Send } from './kept-settings.ts';
import type { KillReport } from './kills.ts';
import { Refusal, readAll, senderTo, upload } from './sender.ts';

const device = '/onvif/device_service';
const security = '/onvif/advancedsecurity_service';
const tas = 'xmlns:tas="http://www.onvif.org/ver10/advancedsecurity/wsdl"';

/** Settings that a reset leads to, and those of two backups. */
type State = 'initial' | 'first' | 'second';

/** Values of a camera's settings, one text. */
type Values = string;

interface Backups {
  readonly values: Readonly<Record<State, Values>>;
  readonly files: Readonly<Record<'first' | 'second', string>>;
}

/** A change of all settings at once. */
interface WholeChange {
  readonly name: string;
  readonly to: State;
  /** True where users and keys are forgotten, too. */
  readonly hard: boolean;
  run(camera: Camera): Promise<unknown>;
}

function reset(kind: 'Soft' | 'Hard'): WholeChange {
  const message = `<tds:SetSystemFactoryDefault><tds:FactoryDefault>${kind}</tds:FactoryDefault></tds:SetSystemFactoryDefault>`;
  const run = (camera: Camera): Promise<unknown> => senderTo(camera)(device, message);
  return { name: `${kind} reset`, to: 'initial', hard: kind === 'Hard', run };
}

function restores(to: 'first' | 'second', file: string): readonly WholeChange[] {
  const data = Buffer.from(file).toString('base64');
  const files = `<tds:BackupFiles><tt:Name>a</tt:Name><tt:Data>${data}</tt:Data></tds:BackupFiles>`;
  const overSoap = (camera: Camera): Promise<unknown> =>
    senderTo(camera)(device, `<tds:RestoreSystem>${files}</tds:RestoreSystem>`);
  const overHttp = async (camera: Camera): Promise<void> => {
    const text = await senderTo(camera)(device, '<tds:StartSystemRestore/>');
    await upload(camera, /UploadUri>([^<]*)</.exec(text)?.[1] ?? '', file);
  };
  return [
    { name: 'RestoreSystem', to, hard: false, run: overSoap },
    { name: 'StartSystemRestore', to, hard: false, run: overHttp },
  ];
}

const key = 'kept';
const user = 'second';

/** User and key of the keystore, as far as the camera has them. */
async function personal(send: Send): Promise<string> {
  const [users, keys] = [await send(device, '<tds:GetUsers/>'), await send(security, `<tas:GetAllKeys ${tas}/>`)];
  return [users.includes(`>${user}<`) ? user : 'no user', keys.includes(`>${key}<`) ? key : 'no key'].join(', ');
}

/** Gives the camera what only a hard reset forgets. */
async function ensurePersonal(send: Send): Promise<void> {
  const present = await personal(send);
  const userData = `<tt:Username>${user}</tt:Username><tt:Password>operator-password-1</tt:Password><tt:UserLevel>User</tt:UserLevel>`;
  if (present.includes('no user'))
    await send(device, `<tds:CreateUsers><tds:User>${userData}</tds:User></tds:CreateUsers>`);
  if (!present.includes('no key')) return;
  const wanted = `<tas:EllipticCurve>secp256r1</tas:EllipticCurve><tas:Alias>${key}</tas:Alias>`;
  await send(security, `<tas:CreateECCKeyPair ${tas}>${wanted}</tas:CreateECCKeyPair>`);
  while (!(await send(security, `<tas:GetAllKeys ${tas}/>`)).includes('KeyStatus>ok<')) await wait(20);
}

const valuesOf = async (camera: Camera): Promise<Values> =>
  (await readAll(restoredSettings, senderTo(camera))).join(', ');

/** Makes the two backups on a new camera. */
async function prepare(camera: Camera): Promise<Backups> {
  const send = senderTo(camera);
  const initial = await valuesOf(camera);
  for (const setting of restoredSettings) await setting.prepare?.(send);
  const next = async (number: number): Promise<readonly [Values, string]> => {
    for (const setting of restoredSettings) await setting.write(send, number);
    const backup = await send(device, '<tds:GetSystemBackup/>');
    return [await valuesOf(camera), /octet-stream\r\n\r\n(.*?)\r\n--part/s.exec(backup)?.[1] ?? ''];
  };
  const [first, firstFile] = await next(1);
  const [second, secondFile] = await next(2);
  return { values: { initial, first, second }, files: { first: firstFile, second: secondFile } };
}

/** Moments of the kills in one kind of change: they move to where the change begins to count, on a machine of any speed. */
class Moments {
  /** Milliseconds from the request to about that moment. */
  #middle = 200;
  #count = 0;

  next(): number {
    this.#count += 1;
    // Some kills hit the camera while it restarts after the change.
    return this.#count % 6 === 0 ? this.#middle + 1000 + Math.random() * 2000 : this.#middle * (0.3 + Math.random());
  }

  learn(outcome: keyof Outcome): void {
    if (this.#count % 6 !== 0) this.#middle *= outcome === 'old' ? 1.2 : 0.85;
  }
}

/** A camera killed in a change, and what is to be found after it. */
interface Death {
  readonly expected: readonly string[];
  readonly isAnswered: boolean;
}

async function changeAndDie(
  camera: Camera,
  change: WholeChange,
  before: Values,
  after: Values,
  moment: number,
): Promise<Death> {
  const send = senderTo(camera);
  await ensurePersonal(send);
  const all = `${user}, ${key}`;
  const [old, wanted] = [`${before}; ${all}`, `${after}; ${change.hard ? 'no user, no key' : all}`];
  let isDone = false;
  let failure: unknown;
  const done = change.run(camera).then(
    () => {
      isDone = true;
    },
    (error: unknown) => {
      failure = error;
    },
  );
  await wait(moment);
  const isAnswered = isDone;
  process.kill(camera.summary.pid, 'SIGKILL');
  await done;
  await camera.stop();
  if (failure instanceof Refusal) throw failure;
  return { expected: isAnswered ? [wanted] : [old, wanted], isAnswered };
}

/** A change that leads to other settings. */
function chooseChange(state: State, files: Backups['files']): WholeChange {
  const target = state === 'first' ? 'second' : 'first';
  const changes = [...restores(target, files[target]), reset('Soft'), reset('Hard')].filter(({ to }) => to !== state);
  const change = changes[Math.floor(Math.random() * changes.length)];
  if (change === undefined) throw new Error('no change of the settings');
  return change;
}

/** What killing a camera in changes of all its settings has found. */
interface WholeReport extends KillReport {
  /** Number of kills by change: before it counted, after, and after its answer. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

interface Outcome {
  readonly old: number;
  readonly new: number;
  readonly answered: number;
}

const noOutcome: Outcome = { old: 0, new: 0, answered: 0 };

/**
 * Kills a camera with SIGKILL while it restores a backup or is reset, as often as asked for: each time it must start with
 * all settings of before or all of those asked for.
 * @param data folder of its settings
 */
export async function killInWholeChanges(
  rounds: number,
  data: string,
  progress: (text: string) => void = () => undefined,
): Promise<WholeReport> {
  const start = (): Promise<Camera> => startCamera(['--board', 'virtual'], {}, data);
  let camera = await start();
  const lost: string[] = [];
  const outcomes: Record<string, Outcome> = {};
  const moments: Record<string, Moments> = {};
  let writes = 0;
  try {
    const { values, files } = await prepare(camera);
    let state: State = 'second';
    for (let round = 0; round < rounds; round += 1) {
      const change = chooseChange(state, files);
      const { name } = change;
      moments[name] ??= new Moments();
      const death = await changeAndDie(camera, change, values[state], values[change.to], moments[name].next());
      camera = await start();
      const found = `${await valuesOf(camera)}; ${await personal(senderTo(camera))}`;
      const { expected, isAnswered } = death;
      if (!expected.includes(found)) lost.push(`${name}: expected ${expected.join(' or ')}, found ${found}`);
      const kind = isAnswered ? 'answered' : found === expected[0] ? 'old' : 'new';
      moments[name].learn(kind);
      const outcome = outcomes[name] ?? noOutcome;
      outcomes[name] = { ...outcome, [kind]: outcome[kind] + 1 };
      writes += isAnswered ? 1 : 0;
      state = (Object.keys(values) as State[]).find((one) => found.startsWith(`${values[one]};`)) ?? state;
      progress(`${round + 1} kills, ${writes} answered, ${lost.length} lost`);
    }
  } finally {
    await camera.stop();
  }
  return { kills: rounds, writes, lost, outcomes };
}
