import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { coilsAt } from '../../../../hal/motion/stepper/coil-sequence.ts';
import { type StepperSetup, StepRunner } from '../../../../hal/motion/stepper/step-runner.ts';

const runner = suite('step runner');
const plain: StepperSetup = {
  ...{ travel: 1000, backlash: 0, maxSpeed: 500, acceleration: 2000, endStop: undefined, hold: false },
};

/** Motor with backlash and an end stop that records the time of each step. */
class Mechanics {
  readonly steps: { readonly time: number; readonly up: boolean }[] = [];
  released = 0;
  now = 0;
  /** Position of the load, from the switch. */
  load: number;
  #play = 0;
  readonly #backlash: number;
  readonly #end: 'min' | 'max';
  readonly #travel: number;

  constructor(load = 500, backlash = 0, end: 'min' | 'max' = 'min', travel = 1000) {
    this.load = load;
    this.#backlash = backlash;
    this.#end = end;
    this.#travel = travel;
  }

  step(up: boolean): void {
    this.steps.push({ time: this.now, up });
    const play = this.#play + (up ? 1 : -1);
    this.#play = Math.min(this.#backlash, Math.max(0, play));
    if (play !== this.#play) this.load += up ? 1 : -1;
  }

  powerOff(): void {
    this.released += 1;
  }

  endStopActive(): boolean {
    return this.#end === 'min' ? this.load <= 0 : this.load >= this.#travel;
  }
}

function runUntilRest(one: StepRunner, mechanics: Mechanics, until = 1000): void {
  for (let due = one.run(mechanics.now); due !== undefined && due < until; due = one.run(mechanics.now))
    mechanics.now = due;
  if (until < 1000) {
    mechanics.now = until;
    one.run(until);
  }
}

function start(setup: Partial<StepperSetup>, mechanics: Mechanics): StepRunner {
  return new StepRunner({ ...plain, ...setup }, mechanics);
}

function gaps({ steps }: Mechanics): readonly number[] {
  return steps.slice(1).map(({ time }, index) => time - (steps[index]?.time ?? 0));
}

runner('accelerates, steps evenly, brakes at the target and releases the coils', () => {
  const mechanics = new Mechanics();
  const one = start({}, mechanics);
  one.command({ kind: 'to', steps: 800, speed: 500 }, 0);
  runUntilRest(one, mechanics);
  assert.is(mechanics.steps.length, 300);
  assert.ok(mechanics.steps.every(({ up }) => up));
  const times = gaps(mechanics);
  assert.ok(Math.abs(Math.min(...times) - 1 / 500) < 1e-6, `${Math.min(...times)} s`);
  assert.ok((times[0] ?? 0) > 0.009 && (times.at(-1) ?? 0) > 0.009, 'slow at both ends');
  // 0.25 s up and down each, 62.5 steps each; 175 steps at 500 a second.
  assert.ok(Math.abs((mechanics.steps.at(-1)?.time ?? 0) - 0.85) < 0.03);
  assert.equal([one.state, one.steps, one.energised, mechanics.released], ['idle', 800, false, 1]);
});

/** Motor whose thread is suspended once, between the decision for a step and the edge on the wire. */
class Suspended extends Mechanics {
  override step(up: boolean): void {
    if (this.steps.length === 100) this.now += 0.0055;
    super.step(up);
  }
}

runner('keeps the interval after a step that was delayed on its way to the wire', () => {
  const mechanics = new Suspended();
  const one = new StepRunner({ ...plain }, mechanics, undefined, () => mechanics.now);
  one.command({ kind: 'to', steps: 800, speed: 500 }, 0);
  runUntilRest(one, mechanics);
  assert.is(mechanics.steps.length, 300);
  assert.ok(Math.min(...gaps(mechanics)) > 0.001, `${Math.min(...gaps(mechanics))} s`);
});

runner('keeps the current of a motor that holds its load', () => {
  const mechanics = new Mechanics();
  const one = start({ hold: true }, mechanics);
  one.command({ kind: 'to', steps: 510, speed: 500 }, 0);
  runUntilRest(one, mechanics);
  assert.equal([one.energised, mechanics.released], [true, 0]);
});

runner('stops at once without a further step', () => {
  const mechanics = new Mechanics();
  const one = start({}, mechanics);
  one.command({ kind: 'at', speed: 500 }, 0);
  runUntilRest(one, mechanics, 0.5);
  const made = mechanics.steps.length;
  one.command({ kind: 'stop' }, 0.5);
  runUntilRest(one, mechanics);
  assert.equal([one.state, mechanics.steps.length, one.steps], ['idle', made, 500 + made]);
});

runner('ramps down at speed 0', () => {
  const mechanics = new Mechanics();
  const one = start({}, mechanics);
  one.command({ kind: 'at', speed: 500 }, 0);
  runUntilRest(one, mechanics, 0.5);
  const made = mechanics.steps.length;
  one.command({ kind: 'at', speed: 0 }, 0.5);
  runUntilRest(one, mechanics);
  const more = mechanics.steps.length - made;
  assert.ok(more >= 61 && more <= 64, `${more} steps`);
});

runner('stops at the end of its travel', () => {
  const mechanics = new Mechanics();
  const one = start({}, mechanics);
  one.command({ kind: 'at', speed: -500 }, 0);
  runUntilRest(one, mechanics);
  assert.equal([one.state, one.steps, mechanics.steps.length], ['idle', 0, 500]);
});

runner('compensates backlash at each change of direction', () => {
  const mechanics = new Mechanics(500, 7);
  const one = start({ backlash: 7 }, mechanics);
  for (const [steps, made] of [
    [600, 107],
    [700, 100],
    [650, 57],
    [650, 0],
    [651, 8],
  ] as const) {
    mechanics.steps.length = 0;
    one.command({ kind: 'to', steps, speed: 500 }, mechanics.now);
    runUntilRest(one, mechanics);
    assert.equal([mechanics.steps.length, one.steps, mechanics.load], [made, steps, steps]);
  }
});

runner('reaches the last target for any sequence of commands and any backlash', () => {
  const orders = fc.array(
    fc.record({ steps: fc.integer({ min: 0, max: 1000 }), after: fc.double({ min: 0, max: 1.5, noNaN: true }) }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(orders, fc.integer({ min: 0, max: 30 }), (list, backlash) => {
      const mechanics = new Mechanics(500, backlash);
      const one = start({ backlash }, mechanics);
      for (const { steps, after } of list) {
        one.command({ kind: 'to', steps, speed: 500 }, mechanics.now);
        runUntilRest(one, mechanics, mechanics.now + after);
      }
      runUntilRest(one, mechanics);
      assert.equal([one.state, one.steps, mechanics.load], ['idle', list.at(-1)?.steps, list.at(-1)?.steps]);
      assert.ok(Math.min(...gaps(mechanics), 1) > 1 / 520, `${Math.min(...gaps(mechanics))} s between two steps`);
    }),
    { numRuns: 150 },
  );
});

runner('does not catch up on late steps', () => {
  const mechanics = new Mechanics();
  const one = start({}, mechanics);
  one.command({ kind: 'at', speed: 500 }, 0);
  runUntilRest(one, mechanics, 0.5);
  mechanics.now = 0.6;
  runUntilRest(one, mechanics);
  const fastest = Math.min(...gaps(mechanics));
  assert.ok(fastest > 1 / 1100, `${fastest} s between two steps`);
  assert.is(one.steps, 1000);
});

for (const [end, load, setup] of [
  ['min', 700, 0],
  ['max', 300, 1000],
  ['min', -5, 0],
] as const) {
  runner(`finds the end stop at ${end} from ${load}`, () => {
    const mechanics = new Mechanics(load, 7, end);
    const one = start({ endStop: end, backlash: 7 }, mechanics);
    assert.is(one.state, 'unreferenced');
    one.command({ kind: 'home' }, 0);
    assert.is(one.state, 'homing');
    runUntilRest(one, mechanics);
    assert.equal([one.state, one.steps, mechanics.load], ['idle', setup, setup]);
    const last = gaps(mechanics).slice(-4);
    assert.ok(Math.min(...last) > 1 / 60, 'slow at the end');
    one.command({ kind: 'to', steps: 500, speed: 500 }, mechanics.now);
    runUntilRest(one, mechanics);
    assert.is(mechanics.load, 500);
  });
}

runner('enters fault after the travel and a tenth without an end stop', () => {
  const mechanics = new Mechanics(1e6, 0);
  const one = start({ endStop: 'min' }, mechanics);
  one.command({ kind: 'home' }, 0);
  runUntilRest(one, mechanics);
  assert.is(one.state, 'fault');
  assert.match(one.reason, /no end stop was found/);
  assert.is(mechanics.steps.length, 1100);
  assert.is(one.energised, false);
});

runner('enters fault when the end stop does not open', () => {
  const mechanics = new Mechanics(-1e6, 0);
  const one = start({ endStop: 'min' }, mechanics);
  one.command({ kind: 'home' }, 0);
  runUntilRest(one, mechanics);
  assert.match(one.reason, /does not open/);
});

runner('enters fault when the end stop closes much too soon', () => {
  const mechanics = new Mechanics(200, 0);
  const one = start({ endStop: 'min' }, mechanics);
  one.command({ kind: 'home' }, 0);
  runUntilRest(one, mechanics);
  one.command({ kind: 'to', steps: 500, speed: 500 }, mechanics.now);
  runUntilRest(one, mechanics);
  // The motor loses 200 steps.
  mechanics.load = 300;
  one.command({ kind: 'to', steps: 0, speed: 500 }, mechanics.now);
  runUntilRest(one, mechanics);
  assert.is(one.state, 'fault');
  assert.match(one.reason, /200 steps too soon/);
  assert.is(mechanics.load, 0);
});

runner('ramps down an abandoned motor and releases its coils, even holding ones', () => {
  const mechanics = new Mechanics();
  const one = start({ hold: true }, mechanics);
  one.command({ kind: 'at', speed: 500 }, 0);
  runUntilRest(one, mechanics, 0.5);
  one.abandon(0.5);
  runUntilRest(one, mechanics);
  assert.equal([one.state, one.energised], ['idle', false]);
});

runner('switches one coil at each half step, and repeats after eight', () => {
  for (let phase = -9; phase < 9; phase += 1) {
    const [before, after] = [coilsAt(phase), coilsAt(phase + 1)];
    assert.is(before.filter((active, index) => active !== after[index]).length, 1);
    assert.equal(coilsAt(phase), coilsAt(phase + 8));
  }
  assert.equal(coilsAt(0), [true, false, false, false]);
});

runner.run();
