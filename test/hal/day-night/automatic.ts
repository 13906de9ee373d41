import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AutomaticState, desiredParts, initialState, next } from '../../../hal/day-night/automatic.ts';
import { automaticRules } from '../../../hal/day-night/automatic-rules.ts';
import { type Curve, pieces, simulate, slope } from './simulated-light.ts';

const automatic = suite('automatic day and night');
const rules = automaticRules({ mode: 'AUTO', adjustments: [] });

const flashes: Curve = (second) => (second % 60 > 57 ? 500 : 0.1);
const shadows: Curve = (second) => (second % 60 > 57 ? 0.1 : 500);

type Row = readonly [string, Curve, Curve | undefined, readonly (readonly [number, 'day' | 'night'])[]];

/** Cases of 600 s: ambient light, the lamps' light on the sensor, the expected switches. Delays are 10 s. */
const rows: readonly Row[] = [
  ['stays day in daylight', () => 300, () => 40, []],
  ['stays night in darkness', () => 0, () => 40, []],
  ['switches to night 10 s after the light is gone', pieces([20, 300], [1, 1]), () => 40, [[30, 'night']]],
  // The probe takes one more second.
  ['switches to day 10 s after the light came', pieces([20, 1], [1, 300]), () => 40, [[31, 'day']]],
  ['needs no probe without lamps that the sensor sees', pieces([20, 1], [1, 300]), undefined, [[30, 'day']]],
  ['stays in 9 s of darkness', pieces([20, 300], [9, 1], [1, 300]), () => 40, []],
  ['stays in 9 s of light', pieces([20, 1], [9, 300], [1, 1]), () => 40, []],
  ['stays night between the boundaries', pieces([20, 1], [1, 12]), () => 40, []],
  ['stays day between the boundaries', pieces([20, 300], [1, 12]), () => 40, []],
  ['ignores headlights of 2 s, one car a minute', flashes, () => 40, []],
  ['ignores shadows of 2 s', shadows, () => 40, []],
  ['does not switch to day by a lamp brighter than day', pieces([20, 300], [1, 1]), () => 5000, [[30, 'night']]],
  ['does not switch to day by a moth before the lamp', () => 1, (second) => (second > 100 ? 300 : 10), []],
];

for (const [name, ambient, lamp, expected] of rows) {
  automatic(name, () => {
    const seen = simulate({ rules, seconds: 600, ambient, ...(lamp === undefined ? {} : { lamp }) });
    assert.equal(seen.switches, expected);
  });
}

automatic('decides at the first reading', () => {
  assert.equal(desiredParts(initialState), { filter: undefined, lights: 'off' });
  const first = (lux: number): AutomaticState => next(rules, initialState, { kind: 'reading', at: 0, lux });
  assert.equal(desiredParts(first(4)), { filter: 'out', lights: 'on' });
  assert.equal(desiredParts(first(6)), { filter: 'in', lights: 'off' });
});

automatic('measures its lamps when they switch on, and by a probe when they seem to grow brighter', () => {
  const night = simulate({ rules, seconds: 100, ambient: pieces([20, 300], [1, 2]), lamp: () => 40 });
  assert.is(night.state.contribution, 40);
  assert.is(night.state.ambient, 2);
  const moth = simulate({ rules, seconds: 600, ambient: () => 2, lamp: (second) => (second > 50 ? 90 : 40) });
  assert.is(moth.state.contribution, 90);
  assert.is(moth.blinks, 1);
  const dimmed = next(rules, night.state, { kind: 'lights', at: 100_000, lit: true, settle: 200 });
  assert.is(next(rules, dimmed, { kind: 'reading', at: 100_100, lux: 42 }).contribution, 40, 'too early to tell');
  assert.is(next(rules, dimmed, { kind: 'reading', at: 101_000, lux: 12 }).contribution, 10);
});

automatic('corrects its lamps after other light was added during the measurement', () => {
  const car: Curve = (second) => (second < 20 ? 300 : second < 33 && second > 30 ? 60 : 1);
  const seen = simulate({ rules, seconds: 60, ambient: car, lamp: () => 8 });
  assert.equal(seen.state.phase, 'night');
  assert.ok(seen.state.contribution <= 9, `${seen.state.contribution} lux`);
});

automatic('finds daylight behind lamps that outshine it, by a probe each half hour', () => {
  const ambient = pieces([20, 1], [1, 900]);
  const seen = simulate({ rules, seconds: 4000, ambient, lamp: () => 2000, fullScale: 1000 });
  assert.equal(seen.state.phase, 'day');
  assert.is(seen.switches.length, 1);
});

automatic('probes rarely when every probe fails', () => {
  const seen = simulate({ rules, seconds: 6 * 3600, ambient: () => 1, lamp: (second) => 20 + (second % 120) * 10 });
  assert.equal(seen.switches, []);
  assert.ok(seen.blinks > 0 && seen.blinks < 60, `${seen.blinks} blinks in 6 hours`);
});

automatic('stays longer after each switch in changing light', () => {
  const seen = simulate({
    rules,
    seconds: 24 * 3600,
    ambient: (second) => (second % 60 < 30 ? 300 : 1),
    lamp: () => 40,
  });
  const gaps = seen.switches.map(([at], index) => at - (seen.switches[index - 1]?.[0] ?? 0));
  assert.ok(
    gaps.slice(0, 5).every((gap) => gap < 60),
    'follows at first',
  );
  assert.ok(
    gaps.slice(-5).every((gap) => gap >= 3600),
    'once an hour in the end',
  );
  assert.ok(seen.switches.length < 60, `${seen.switches.length} switches in a day`);
});

automatic('keeps its phase while the sensor fails, and continues when the sensor works again', () => {
  const { state: night } = simulate({ rules, seconds: 60, ambient: () => 1, lamp: () => 40 });
  let state = night;
  const fail = (at: number): void => {
    state = next(rules, state, { kind: 'failure', at });
  };
  fail(60_000);
  fail(61_000);
  assert.is(state.sensor, 'fine', 'two in a row may happen');
  fail(62_000);
  assert.equal([state.sensor, state.phase], ['failed', 'night']);
  for (let at = 63_000; at < 4_000_000; at += 1000) fail(at);
  assert.equal(desiredParts(state), { filter: 'out', lights: 'on' });
  state = next(rules, state, { kind: 'reading', at: 4_000_000, lux: 45 });
  assert.equal([state.sensor, state.phase, state.evidence], ['fine', 'night', 0]);
});

automatic('is day when the sensor never worked', () => {
  let state = initialState;
  for (let at = 0; at < 3000; at += 1000) state = next(rules, state, { kind: 'failure', at });
  assert.equal([state.phase, state.sensor], ['day', 'failed']);
});

automatic('ends a probe when the sensor fails, or the lamps do not switch off', () => {
  const { state } = simulate({ rules, seconds: 60, ambient: () => 1, lamp: () => 40 });
  let looking: AutomaticState = { ...state, step: { kind: 'probing', since: 60_000, decisive: true } };
  assert.is(desiredParts(looking).lights, 'hidden');
  let deaf = looking;
  for (let at = 61_000; at < 64_000; at += 1000) deaf = next(rules, deaf, { kind: 'failure', at });
  assert.is(desiredParts(deaf).lights, 'on');
  for (let at = 61_000; at < 72_000; at += 1000) looking = next(rules, looking, { kind: 'reading', at, lux: 41 });
  assert.equal(desiredParts(looking), { filter: 'out', lights: 'on' });
});

automatic('follows the mode at any light, and continues from there in AUTO', () => {
  const on = automaticRules({ mode: 'ON', adjustments: [] });
  const off = automaticRules({ mode: 'OFF', adjustments: [] });
  const dark = simulate({ rules: on, seconds: 100, ambient: () => 0, lamp: () => 40 });
  assert.equal([dark.switches.length, desiredParts(dark.state)], [0, { filter: 'in', lights: 'off' }]);
  const bright = simulate({ rules: off, seconds: 100, ambient: () => 900, lamp: () => 40 });
  assert.equal([bright.switches.length, desiredParts(bright.state)], [0, { filter: 'out', lights: 'on' }]);
  const back = simulate({
    rules,
    seconds: 100,
    ambient: () => 900,
    lamp: () => 40,
    from: { ...bright.state, lastReading: -1000 },
  });
  assert.equal(
    back.switches.map(([, phase]) => phase),
    ['day'],
  );
});

automatic('switches once each way in a day of slow light', () => {
  const dusk = slope(1000, 0.01, 3600, 3600);
  const dawn = slope(0.01, 1000, 6 * 3600, 3600);
  const ambient: Curve = (second) => (second < 5 * 3600 ? dusk(second) : dawn(second));
  const seen = simulate({ rules, seconds: 9 * 3600, ambient, lamp: () => 40 });
  assert.equal(
    seen.switches.map(([, phase]) => phase),
    ['night', 'day'],
  );
});

automatic.run();
