import { renameSync } from 'node:fs';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { BoardDayNight } from '../../../firmware/control/day-night.ts';
import { dayNightSetting } from '../../../firmware/control/day-night-settings.ts';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openSettings, type SettingsStore } from '../../../firmware/storage/settings-store.ts';
import { openIlluminator } from '../../../hal/day-night/illuminator.ts';
import { openIrCutFilter } from '../../../hal/day-night/ir-cut-filter.ts';
import { openLightSensor } from '../../../hal/day-night/light-sensor.ts';
import type { DayNightSettings, Illuminator, IrCutFilter, LightSensor } from '../../../hal/ports/day-night.ts';
import { VirtualLight } from '../../../hal/virtual/light.ts';
import { StorageError } from '../../../services/settings/storage-error.ts';
import { refusal } from '../../hal/day-night/refusal.ts';
import { noLines } from '../../hal/io/no-lines.ts';
import { until } from '../../until.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const room = suite('day and night of a running camera');
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
const bus = (): Promise<never> => Promise.reject(new Error('no bus here'));
const night: DayNightSettings = { mode: 'OFF', adjustments: [], levels: { Lamp1: 0.5 } };

/** Virtual parts in a light of their own, and the day and night that works on them. */
class Rig {
  readonly path: string = temporaryFolder();
  readonly light: VirtualLight = new VirtualLight();
  readonly irCutFilters = new Map<string, IrCutFilter>();
  readonly illuminators = new Map<string, Illuminator>();
  readonly lightSensors = new Map<string, LightSensor>();
  runs: BoardDayNight | undefined;

  async store(): Promise<SettingsStore> {
    const folder = await openDataFolder(this.path);
    await folder.release();
    return openSettings(folder, log);
  }

  /** As at a start of the camera. */
  async begin(): Promise<BoardDayNight> {
    this.runs = new BoardDayNight(await this.store(), log);
    this.runs.update(this);
    return this.runs;
  }

  async filter(): Promise<IrCutFilter> {
    const filter = await openIrCutFilter({ id: 'Filter1', driver: 'virtual' }, { lines: noLines });
    this.irCutFilters.set(filter.id, filter);
    return filter;
  }

  async lamp(): Promise<Illuminator> {
    const fact = { id: 'Lamp1', kind: 'infrared', driver: 'virtual' } as const;
    const lamp = await openIlluminator(fact, { lines: noLines, bus, light: this.light });
    this.illuminators.set(lamp.id, lamp);
    return lamp;
  }

  async sensor(): Promise<LightSensor> {
    const fact = { id: 'Sensor1', driver: 'virtual', seesInfrared: true } as const;
    const sensor = await openLightSensor(fact, { bus, light: this.light });
    this.lightSensors.set(sensor.id, sensor);
    return sensor;
  }

  async end(): Promise<void> {
    await this.runs?.close();
    const parts = [this.irCutFilters, this.illuminators, this.lightSensors].flatMap((map) => [...map.values()]);
    await Promise.all(parts.map((part) => part.close()));
  }
}

let rig: Rig;

room.before.each(() => {
  lines.length = 0;
  rig = new Rig();
});

room.after.each(() => rig.end());

room('runs nothing where there are no such parts, and refuses settings', async () => {
  const runs = await rig.begin();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal([runs.status, runs.modes], [undefined, []]);
  assert.match(await refusal('unsupported', runs.set(night)), /no IR cut filter.*connected/);
  assert.equal(lines, []);
});

room('is by the light where a sensor is, and tells in the log what it is', async () => {
  const [filter, lamp] = await Promise.all([rig.filter(), rig.lamp(), rig.sensor()]);
  rig.light.setLight(0.5);
  const runs = await rig.begin();
  await until(() => lamp.level === 1);
  assert.equal([filter.state, runs.status?.phase, runs.settings.mode], ['out', 'night', 'AUTO']);
  assert.is(lines.length, 1, lines.join(''));
  assert.match(lines[0] ?? '', /"phase":"night","ambient":0.5,.*"it is night"/);
});

room('does and keeps what is set, for the next start too', async () => {
  const [filter, lamp] = await Promise.all([rig.filter(), rig.lamp()]);
  const first = await rig.begin();
  await until(() => filter.state === 'in');
  await first.set(night);
  await until(() => filter.state === 'out' && lamp.level === 0.5);
  await first.close();
  await filter.move('in');
  const second = await rig.begin();
  assert.equal(second.settings, night);
  await until(() => filter.state === 'out');
});

const refused: readonly (readonly [DayNightSettings, 'unsupported' | 'out-of-range', RegExp])[] = [
  [{ ...night, mode: 'AUTO' }, 'unsupported', /this camera supports ON, OFF/],
  [{ ...night, levels: { Lamp2: 1 } }, 'unsupported', /no illuminator Lamp2/],
  [{ ...night, levels: { Lamp1: 2 } }, 'out-of-range', /2 is not in 0\.\.1/],
  [{ ...night, adjustments: [{ boundaryType: 'Common', boundaryOffset: 3 }] }, 'out-of-range', /BoundaryOffset 3/],
];

room('refuses what it cannot do, and goes on as before', async () => {
  const [filter] = await Promise.all([rig.filter(), rig.lamp()]);
  const runs = await rig.begin();
  await until(() => filter.state === 'in');
  const before = runs.settings;
  for (const [settings, kind, words] of refused) assert.match(await refusal(kind, runs.set(settings)), words);
  assert.equal(runs.settings, before);
  assert.is((await rig.store()).open(dayNightSetting).get(), undefined);
});

room('is as before when its settings cannot be stored', async () => {
  const [filter] = await Promise.all([rig.filter(), rig.lamp()]);
  const runs = await rig.begin();
  await until(() => filter.state === 'in');
  const before = runs.settings;
  renameSync(rig.path, `${rig.path}-gone`);
  await runs.set(night).then(
    () => assert.unreachable(),
    (error: unknown) => assert.is(error instanceof StorageError && error.kind, 'gone'),
  );
  renameSync(`${rig.path}-gone`, rig.path);
  assert.equal(runs.settings, before);
  await until(() => filter.state === 'in');
  await runs.set(night);
  await until(() => filter.state === 'out');
});

room('starts anew when parts come and vanish; AUTO without its sensor is ON, and AUTO again with it', async () => {
  const filter = await rig.filter();
  const sensor = await rig.sensor();
  rig.light.setLight(0.5);
  const runs = await rig.begin();
  await until(() => filter.state === 'out');
  await runs.set({ mode: 'AUTO', adjustments: [], levels: {} });
  rig.lightSensors.delete(sensor.id);
  runs.update(rig);
  await until(() => filter.state === 'in');
  assert.equal([runs.status?.sensor, runs.settings.mode, runs.modes], ['absent', 'AUTO', ['ON', 'OFF']]);
  rig.lightSensors.set(sensor.id, sensor);
  const lamp = await rig.lamp();
  runs.update(rig);
  await until(() => filter.state === 'out' && lamp.level === 1);
  const phases = lines.map((line) => (JSON.parse(line) as { phase?: string }).phase);
  assert.equal(phases, ['night', 'day', 'night']);
  rig.irCutFilters.delete(filter.id);
  rig.illuminators.delete(lamp.id);
  rig.lightSensors.delete(sensor.id);
  runs.update(rig);
  await until(() => runs.status === undefined);
  await Promise.all([filter, lamp, sensor].map((part) => part.close()));
});

room('goes on undisturbed when other parts of the board come and vanish', async () => {
  const filter = await rig.filter();
  const runs = await rig.begin();
  await until(() => filter.state === 'in');
  const { modes } = runs;
  runs.update(rig);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.is(runs.modes, modes, 'the same list of the same control');
  assert.is(lines.length, 1, lines.join(''));
});

room('logs a part that fails, once', async () => {
  const filter = await rig.filter();
  await filter.close();
  const runs = await rig.begin();
  await until(() => lines.length > 1);
  assert.match(lines.join(''), /"level":40.*"id":"Filter1".*Filter1 is closed/);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.is(lines.length, 2, lines.join(''));
  assert.is(runs.status?.faults.size, 1);
});

const damaged: readonly (readonly [what: string, stored: unknown])[] = [
  ['no object', 'AUTO'],
  ['a list', []],
  ['another mode', { mode: 'auto', adjustments: [], levels: {} }],
  ['no list of adjustments', { mode: 'ON', adjustments: {}, levels: {} }],
  ['another boundary', { mode: 'ON', adjustments: [{ boundaryType: 'Dusk', boundaryOffset: 0 }], levels: {} }],
  ['an offset beyond', { mode: 'ON', adjustments: [{ boundaryType: 'ToOn', boundaryOffset: 2 }], levels: {} }],
  [
    'a text as time',
    { mode: 'ON', adjustments: [{ boundaryType: 'ToOn', boundaryOffset: 0, responseTime: '9' }], levels: {} },
  ],
  ['a level beyond', { mode: 'ON', adjustments: [], levels: { Lamp1: 1.5 } }],
  ['no levels', { mode: 'ON', adjustments: [], levels: null }],
];

for (const [what, stored] of damaged) {
  room(`reads no settings with ${what}`, async () => {
    const before = await rig.store();
    await before.open<unknown>({ ...dayNightSetting, schema: z.unknown() }).change(() => stored);
    assert.is((await rig.store()).open(dayNightSetting).get(), undefined);
    assert.match(lines.join(''), /settings cannot be read/);
  });
}

room.run();
