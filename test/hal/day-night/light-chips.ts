import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openLightSensor } from '../../../hal/day-night/light-sensor.ts';
import type { LightSensor } from '../../../hal/ports/day-night.ts';
import { systemClock } from '../../../hal/system/clock.ts';
import { RecordedBus } from './recorded-bus.ts';
import { refusal } from './refusal.ts';

const chips = suite('light sensor chips on a recorded bus');
const clock = { ...systemClock, wait: async () => undefined };

function open(driver: 'bh1750' | 'veml7700', bus: RecordedBus): Promise<LightSensor> {
  const i2c = { adapter: 7, address: driver === 'bh1750' ? 0x23 : 0x10 };
  return openLightSensor({ id: 'Light1', seesInfrared: false, driver, i2c }, { bus: async () => bus, clock });
}

/** Answers of a chip by its last command with a mark; 0 without one. */
function answers(marks: Readonly<Record<string, number>>, bigEndian: boolean): RecordedBus['answer'] {
  return (sent) => {
    const key = [...sent].reverse().find((one) => one in marks) ?? '';
    const counts = marks[key] ?? 0;
    const bytes = [counts >> 8, counts & 0xff];
    return bigEndian ? bytes : bytes.reverse();
  };
}

const near = (one: number, other: number): boolean => Math.abs(one - other) <= other * 0.001;

/** Cases: counts by range (the low byte of the time register), bytes sent for one reading, the reading. */
const bh1750: readonly (readonly [string, Readonly<Record<string, number>>, readonly string[], number])[] = [
  ['measures once at the usual time', { '65': 12_000 }, ['42', '65', '20'], 10_000],
  ['uses a long time for little light', { '65': 12, '7e': 106 }, ['42', '65', '20', '47', '7e', '21'], 12],
  ['uses a short time for sunlight', { '65': 65_535, '7f': 43_130 }, ['42', '65', '20', '40', '7f', '20'], 80_000],
  [
    'ends with the present range in flickering light',
    { '65': 12, '7e': 65_535 },
    ['42', '65', '20', '47', '7e', '21'],
    10,
  ],
];

for (const [name, counts, sent, lux] of bh1750) {
  chips(`BH1750 ${name}`, async () => {
    const bus = new RecordedBus();
    bus.answer = answers(counts, true);
    const sensor = await open('bh1750', bus);
    await sensor.read();
    assert.equal(bus.sent, sent);
    bus.sent.length = 0;
    const read = await sensor.read();
    assert.ok(near(read, lux), `${read} lux`);
    assert.equal(bus.sent.slice(0, 3), sent.slice(-3), 'begins with the range that fitted');
    await sensor.close();
    assert.is(bus.sent.at(-1), '00', 'powers down');
  });
}

/** Cases: counts by configuration (gain and time), bytes sent, the reading. */
const veml7700: readonly (readonly [string, Readonly<Record<string, number>>, readonly string[], number])[] = [
  ['measures with gain 2 and 100 ms', { '000008': 10_000 }, ['000108', '030000', '000008', '000100'], 336],
  [
    'uses 800 ms for little light',
    { '000008': 20, '00c008': 160 },
    ['000108', '030000', '000008', '00c108', '030000', '00c008', '000100'],
    0.672,
  ],
  [
    'uses gain 1/8 for much light, and corrects nonlinear counts',
    { '000008': 65_535, '000010': 20_000 },
    ['000108', '030000', '000008', '000110', '030000', '000010', '000100'],
    16_559.3,
  ],
];

for (const [name, counts, sent, lux] of veml7700) {
  chips(`VEML7700 ${name}, and sleeps in between`, async () => {
    const bus = new RecordedBus();
    bus.answer = answers(counts, false);
    const sensor = await open('veml7700', bus);
    const read = await sensor.read();
    assert.equal(bus.sent, sent);
    assert.ok(near(read, lux), `${read} lux`);
    await sensor.close();
    assert.is(bus.sent.at(-1), '000100');
  });
}

for (const driver of ['bh1750', 'veml7700'] as const) {
  chips(`${driver} that does not answer is reported by address, and works once it answers again`, async () => {
    const bus = new RecordedBus();
    bus.answer = () => [0x20, 0x20];
    const sensor = await open(driver, bus);
    bus.silent = true;
    assert.match(await refusal('gone', sensor.read()), /no chip acknowledges/);
    bus.silent = false;
    assert.ok((await sensor.read()) > 0);
    bus.silent = true;
    await sensor.close();
    const absent = await open(driver, bus);
    assert.match(await refusal('gone', absent.read()), /no chip acknowledges/);
  });
}

chips.run();
