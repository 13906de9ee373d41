import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { initialDayNightSettings, startDayNight } from '../../../hal/day-night/day-night.ts';
import { openIlluminator } from '../../../hal/day-night/illuminator.ts';
import { openIrCutFilter } from '../../../hal/day-night/ir-cut-filter.ts';
import type {
  DayNightControl,
  DayNightSettings,
  DayNightStatus,
  Illuminator,
  IrCutFilter,
  LightSensor,
} from '../../../hal/ports/day-night.ts';
import { VirtualLight } from '../../../hal/virtual/light.ts';
import { FakeClock } from '../fake-clock.ts';
import { type LineEvent, RecordedLines } from './recorded-lines.ts';

const dayNight = suite('day and night');
const noBus = (): Promise<never> => Promise.reject(new Error('no bus here'));
const [lineIn, lineOut, lineLamp] = [0, 1, 2];
const chip = 'recorded';
const second = 1000;

/** Camera with recorded lines, a virtual lamp and a sensor that sees infrared; `look` gives the readings. */
class Bench {
  readonly clock: FakeClock = new FakeClock();
  readonly lines: RecordedLines = new RecordedLines(this.clock);
  readonly light: VirtualLight = new VirtualLight(300);
  readonly told: DayNightStatus[] = [];
  look: () => Promise<number> = async () => this.light.seen(true);

  filter(): Promise<IrCutFilter> {
    const fact = {
      id: 'Filter1',
      driver: 'pulse',
      in: { chip, line: lineIn },
      out: { chip, line: lineOut },
      pulse: 100,
    } as const;
    return openIrCutFilter(fact, this);
  }

  lamp(id: string, kind: 'infrared' | 'white'): Promise<Illuminator> {
    return openIlluminator({ id, kind, driver: 'virtual' }, { ...this.parts(), light: this.light });
  }

  switched(): Promise<Illuminator> {
    const fact = { id: 'Infrared1', kind: 'infrared', driver: 'switch', line: { chip, line: lineLamp } } as const;
    return openIlluminator(fact, this.parts());
  }

  async sensor(seesInfrared = true): Promise<LightSensor> {
    return {
      id: 'Light1',
      seesInfrared,
      settle: 200,
      read: () => this.look(),
      close: async () => undefined,
    };
  }

  start(
    parts: { filter?: IrCutFilter; illuminators?: readonly Illuminator[]; sensor?: LightSensor },
    settings: Partial<DayNightSettings> = {},
  ): DayNightControl {
    const all = { illuminators: [], ...parts };
    const control = startDayNight(all, { ...initialDayNightSettings(all), ...settings }, this.clock);
    control.onChange((status) => this.told.push(status));
    return control;
  }

  private parts(): { readonly lines: RecordedLines; readonly bus: () => Promise<never> } {
    return { lines: this.lines, bus: noBus };
  }
}

dayNight('moves the filter out and switches the lamp on after the delay, all night, and back', async () => {
  const bench = new Bench();
  const [filter, lamp, sensor] = [
    await bench.filter(),
    await bench.lamp('Infrared1', 'infrared'),
    await bench.sensor(),
  ];
  const control = bench.start({ filter, illuminators: [lamp], sensor });
  await bench.clock.pass(5 * second);
  assert.equal([control.status.phase, filter.state, lamp.level], ['day', 'in', 0]);
  bench.light.setLight(1);
  await bench.clock.pass(8 * second);
  assert.is(filter.state, 'in');
  await bench.clock.pass(5 * second);
  assert.equal([control.status.phase, filter.state, lamp.level], ['night', 'out', 1]);
  await bench.clock.pass(3 * 3600 * second);
  assert.equal([filter.state, lamp.level, control.status.ambient], ['out', 1, 1]);
  assert.is(bench.lines.events.length, 4, 'two pulses in all');
  bench.light.setLight(300);
  await bench.clock.pass(15 * second);
  assert.equal([control.status.phase, filter.state, lamp.level], ['day', 'in', 0]);
  assert.equal(
    bench.told.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1]),
    ['day', 'night', 'day'],
  );
  await control.close();
});

dayNight('switches infrared on only while the filter is out', async () => {
  const bench = new Bench();
  const filter = await bench.filter();
  const control = bench.start({ filter, illuminators: [await bench.switched()] }, { mode: 'OFF' });
  await bench.clock.pass(2 * second);
  control.set({ ...control.settings, mode: 'ON' });
  await bench.clock.pass(2 * second);
  const order: readonly LineEvent[] = [
    [0, lineOut, true],
    [100, lineOut, false],
    [100, lineLamp, true],
    [2000, lineLamp, false],
    [2000, lineIn, true],
    [2100, lineIn, false],
  ];
  assert.equal(bench.lines.events, order);
  await control.close();
});

dayNight('reports a filter that does not move, keeps infrared off, and retries after growing pauses', async () => {
  const bench = new Bench();
  const [filter, infrared, white] = [await bench.filter(), await bench.switched(), await bench.lamp('White1', 'white')];
  bench.lines.broken.add(lineOut);
  const control = bench.start({ filter, illuminators: [infrared, white] }, { mode: 'OFF' });
  await bench.clock.pass(60 * second);
  assert.equal([infrared.level, white.level], [0, 1]);
  assert.match(control.status.faults.get('Filter1') ?? '', /cannot be set/);
  assert.is(bench.told.filter(({ faults }) => faults.size > 0).length, 1, 'said once');
  bench.lines.broken.clear();
  await bench.clock.pass(60 * second);
  assert.equal([control.status.faults.size, filter.state, infrared.level], [0, 'out', 1]);
  await control.close();
});

dayNight('keeps night while its sensor fails, reports it, and continues when the sensor works again', async () => {
  const bench = new Bench();
  bench.light.setLight(1);
  const [filter, lamp, sensor] = [
    await bench.filter(),
    await bench.lamp('Infrared1', 'infrared'),
    await bench.sensor(),
  ];
  const control = bench.start({ filter, illuminators: [lamp], sensor });
  await bench.clock.pass(5 * second);
  const good = bench.look;
  bench.look = async () => Promise.reject(new Error('no chip acknowledges'));
  bench.light.setLight(300);
  await bench.clock.pass(600 * second);
  assert.equal([control.status.sensor, control.status.phase, filter.state, lamp.level], ['failed', 'night', 'out', 1]);
  assert.is(control.status.faults.get('Light1'), 'no chip acknowledges');
  bench.look = good;
  await bench.clock.pass(20 * second);
  assert.equal([control.status.sensor, control.status.phase, control.status.faults.size], ['fine', 'day', 0]);
  await control.close();
});

dayNight('treats a hanging sensor as failed, and still follows its mode', async () => {
  const bench = new Bench();
  bench.look = () => new Promise(() => undefined);
  const [filter, sensor] = [await bench.filter(), await bench.sensor()];
  const control = bench.start({ filter, sensor });
  await bench.clock.pass(20 * second);
  assert.equal([control.status.sensor, filter.state], ['failed', 'in']);
  assert.match(control.status.faults.get('Light1') ?? '', /no answer within 5000 ms/);
  control.set({ ...control.settings, mode: 'OFF' });
  await bench.clock.pass(1 * second);
  assert.is(filter.state, 'out');
  await control.close();
});

dayNight('sets each lamp to its level at night, also to a new level', async () => {
  const bench = new Bench();
  const lamps = [await bench.lamp('Infrared1', 'infrared'), await bench.lamp('White1', 'white')];
  const control = bench.start({ illuminators: lamps }, { mode: 'OFF', levels: { White1: 0.25 } });
  await bench.clock.pass(second);
  assert.equal(
    lamps.map(({ level }) => level),
    [1, 0.25],
  );
  control.set({ ...control.settings, levels: { White1: 0, Infrared1: 0.5 } });
  await bench.clock.pass(second);
  assert.equal(
    lamps.map(({ level }) => level),
    [0.5, 0],
  );
  control.set({ ...control.settings, mode: 'ON' });
  await bench.clock.pass(second);
  assert.equal(
    lamps.map(({ level }) => level),
    [0, 0],
  );
  await control.close();
});

dayNight('keeps lamps on during a probe that the sensor does not see', async () => {
  const bench = new Bench();
  bench.light.setLight(1);
  bench.look = async () => bench.light.seen(false);
  const [filter, lamp, sensor] = [await bench.filter(), await bench.switched(), await bench.sensor(false)];
  const control = bench.start({ filter, illuminators: [lamp], sensor });
  await bench.clock.pass(5 * second);
  bench.light.setLight(300);
  await bench.clock.pass(12 * second);
  assert.is(filter.state, 'in');
  assert.is(bench.lines.events.filter(([, line, active]) => line === lineLamp && !active).length, 1);
  await control.close();
});

const refused: readonly (readonly [Partial<DayNightSettings>, RegExp])[] = [
  [{ mode: 'AUTO' }, /IrCutFilter AUTO: this camera supports ON, OFF/],
  [{ levels: { Nobody: 1 } }, /no illuminator Nobody/],
  [{ levels: { Infrared1: 1.5 } }, /Infrared1: 1\.5 is not in 0\.\.1/],
  [{ adjustments: [{ boundaryType: 'Common', boundaryOffset: 7 }] }, /BoundaryOffset 7/],
];

for (const [wish, message] of refused) {
  dayNight(`refuses ${JSON.stringify(wish)} if unavailable, and changes nothing`, async () => {
    const bench = new Bench();
    const control = bench.start({ illuminators: [await bench.lamp('Infrared1', 'infrared')] });
    const before = control.settings;
    assert.equal([control.modes, control.status.sensor, before.mode], [['ON', 'OFF'], 'absent', 'ON']);
    assert.throws(() => control.set({ ...before, ...wish }), message);
    assert.is(control.settings, before);
    await control.close();
  });
}

dayNight('switches to night although the same settings are set again and again', async () => {
  const bench = new Bench();
  const [filter, sensor] = [await bench.filter(), await bench.sensor()];
  const control = bench.start({ filter, sensor });
  await bench.clock.pass(2 * second);
  bench.light.setLight(1);
  for (let seconds = 0; seconds < 15; seconds++) {
    control.set({ ...control.settings });
    await bench.clock.pass(second);
  }
  assert.is(filter.state, 'out');
  await control.close();
});

dayNight('starts at night with a lamp that shines already', async () => {
  const bench = new Bench();
  bench.light.setLight(1);
  const [filter, lamp, sensor] = [
    await bench.filter(),
    await bench.lamp('Infrared1', 'infrared'),
    await bench.sensor(),
  ];
  const first = bench.start({ filter, illuminators: [lamp], sensor });
  await bench.clock.pass(5 * second);
  await first.close();
  assert.is(lamp.level, 1);
  const again = bench.start({ filter, illuminators: [lamp], sensor });
  await bench.clock.pass(60 * second);
  assert.equal([filter.state, lamp.level, again.status.ambient], ['out', 1, 1]);
  assert.equal(
    bench.told.map(({ phase }) => phase).filter((phase) => phase === 'day'),
    [],
  );
  await again.close();
});

dayNight('moves nothing once closed', async () => {
  const bench = new Bench();
  const filter = await bench.filter();
  const control = bench.start({ filter, sensor: await bench.sensor() });
  await bench.clock.pass(2 * second);
  await control.close();
  const { length } = bench.lines.events;
  bench.light.setLight(1);
  control.set({ ...control.settings, mode: 'OFF' });
  await bench.clock.pass(60 * second);
  assert.is(bench.lines.events.length, length);
});

dayNight.run();
