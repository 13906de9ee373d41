import * as assert from 'uvu/assert';
import type { RelayFact } from '../../../hal/boards/facts/io.ts';
import { openRelay } from '../../../hal/io/relay.ts';
import type { Clock } from '../../../hal/ports/clock.ts';
import type { DigitalLines } from '../../../hal/ports/digital-line.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import type { Relay, RelaySettings } from '../../../hal/ports/relay.ts';

interface RelayBench {
  readonly clock: Clock;
  /** Resolves when that many milliseconds of the clock have passed. */
  readonly pass: (milliseconds: number) => Promise<void>;
  readonly lines: DigitalLines;
  /** Facts of the relay. */
  readonly fact: (initial: RelaySettings) => RelayFact;
  /** Observes the contact. */
  readonly contactClosed: () => boolean;
}

const bistable: RelaySettings = { mode: 'Bistable', delay: 0, idleState: 'open' };
const monostable: RelaySettings = { mode: 'Monostable', delay: 100, idleState: 'open' };

type Test = import('uvu').Test;
type Open = (initial: RelaySettings) => Promise<Relay>;

/** Adds the behaviours of every relay. */
export function relaySuite(relay: Test, bench: RelayBench): void {
  let opened: Relay | undefined;

  async function open(initial: RelaySettings): Promise<Relay> {
    opened = await openRelay(bench.fact(initial), bench.lines, bench.clock);
    return opened;
  }

  relay.after.each(() => opened?.close());

  relay('closes and opens its contact, and reports each change once', async () => {
    const one = await open(bistable);
    const told: boolean[] = [];
    const end = one.onChange((active) => told.push(active));
    assert.equal([one.active, bench.contactClosed()], [false, false]);
    one.setActive(true);
    one.setActive(true);
    assert.equal([one.active, bench.contactClosed()], [true, true]);
    one.setActive(false);
    assert.equal([one.active, bench.contactClosed()], [false, false]);
    end();
    one.setActive(true);
    assert.equal(told, [true, false]);
  });

  relay('has a closed contact while inactive if its idle state is closed', async () => {
    const one = await open({ ...bistable, idleState: 'closed' });
    assert.is(bench.contactClosed(), true);
    one.setActive(true);
    assert.is(bench.contactClosed(), false);
    one.close();
    assert.is(bench.contactClosed(), true, 'idle when closed');
  });

  relay('applies a new idle state at once, and keeps its logical state', async () => {
    const one = await open(bistable);
    one.setActive(true);
    one.configure({ ...bistable, idleState: 'closed' });
    assert.equal([one.active, bench.contactClosed()], [true, false]);
    one.setActive(false);
    assert.is(bench.contactClosed(), true);
    assert.equal(one.settings, { ...bistable, idleState: 'closed' });
  });

  relay('is left in the idle state that was set last', async () => {
    const one = await open(bistable);
    one.configure({ ...bistable, idleState: 'closed' });
    one.setActive(true);
    assert.is(bench.contactClosed(), false);
    one.close();
    assert.is(bench.contactClosed(), true);
  });

  delays(relay, bench, open);
  refusals(relay, bench, open);
}

/** Times of the clock at which the relay became inactive. */
function endTimes(relay: Relay, clock: Clock): readonly number[] {
  const times: number[] = [];
  relay.onChange((active) => (active ? undefined : times.push(clock.now())));
  return times;
}

function delays(relay: Test, bench: RelayBench, open: Open): void {
  relay('becomes inactive after the delay when monostable, and not before', async () => {
    const one = await open(monostable);
    const ends = endTimes(one, bench.clock);
    const began = bench.clock.now();
    one.setActive(true);
    assert.is(bench.contactClosed(), true);
    await bench.pass(200);
    const took = (ends[0] ?? 0) - began;
    assert.ok(took >= 99, `${took} ms`);
    assert.equal([one.active, bench.contactClosed()], [false, false]);
  });

  relay('restarts the delay at each activation', async () => {
    const one = await open({ ...monostable, delay: 400 });
    const told: boolean[] = [];
    one.onChange((active) => told.push(active));
    const ends = endTimes(one, bench.clock);
    one.setActive(true);
    await bench.pass(200);
    const again = bench.clock.now();
    one.setActive(true);
    await bench.pass(500);
    assert.ok((ends[0] ?? 0) - again >= 399);
    assert.equal(told, [true, false]);
  });

  relay('can be set inactive early, and is not changed again by its delay', async () => {
    const one = await open(monostable);
    const told: boolean[] = [];
    one.onChange((active) => told.push(active));
    one.setActive(true);
    one.setActive(false);
    one.configure(bistable);
    one.setActive(true);
    await bench.pass(200);
    assert.equal(told, [true, false, true]);
    assert.is(bench.contactClosed(), true);
  });

  relay('becomes inactive when its mode changes', async () => {
    const one = await open(bistable);
    one.setActive(true);
    one.configure(monostable);
    assert.equal([one.active, bench.contactClosed()], [false, false]);
  });
}

function refusals(relay: Test, bench: RelayBench, open: Open): void {
  relay('refuses invalid settings, and keeps its state', async () => {
    const one = await open(bistable);
    one.setActive(true);
    for (const [settings, kind] of [
      [{ ...monostable, delay: 0 }, 'out-of-range'],
      [{ ...monostable, delay: -5 }, 'out-of-range'],
      [{ ...monostable, delay: Number.NaN }, 'out-of-range'],
      [{ ...monostable, delay: 2 ** 31 }, 'out-of-range'],
      [{ ...bistable, mode: 'Tristable' as 'Bistable' }, 'unsupported'],
      [{ ...bistable, idleState: 'ajar' as 'open' }, 'unsupported'],
    ] as const) {
      assert.throws(
        () => one.configure(settings),
        (error: HalError) => error.kind === kind,
      );
    }
    assert.equal([one.settings, one.active, bench.contactClosed()], [bistable, true, true]);
  });

  relay('does nothing once closed', async () => {
    const one = await open(monostable);
    one.setActive(true);
    one.close();
    one.close();
    assert.equal([one.active, bench.contactClosed()], [false, false]);
    assert.throws(
      () => one.setActive(true),
      (error: HalError) => error.kind === 'gone',
    );
    await bench.pass(150);
    assert.is(bench.contactClosed(), false);
  });
}
