import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openIrCutFilter } from '../../../hal/day-night/ir-cut-filter.ts';
import type { Clock } from '../../../hal/ports/clock.ts';
import type { IrCutFilter } from '../../../hal/ports/day-night.ts';
import { systemClock } from '../../../hal/system/clock.ts';
import { FakeClock } from '../fake-clock.ts';
import { irCutFilterTests } from './ir-cut-filter-suite.ts';
import { RecordedLines } from './recorded-lines.ts';
import { refusal } from './refusal.ts';

const filters = suite('IR cut filter');
const chip = 'recorded';
const [lineIn, lineOut] = [3, 4];

irCutFilterTests(filters, () =>
  openIrCutFilter({ id: 'Filter1', driver: 'virtual' }, { lines: new RecordedLines(systemClock) }),
);

interface Bench {
  readonly clock: FakeClock;
  readonly lines: RecordedLines;
  readonly filter: IrCutFilter;
}

function pulsed(lines: RecordedLines, clock: Clock, pulse = 100): Promise<IrCutFilter> {
  const fact = {
    id: 'Filter1',
    driver: 'pulse',
    in: { chip, line: lineIn },
    out: { chip, line: lineOut },
    pulse,
  } as const;
  return openIrCutFilter(fact, { lines, clock });
}

async function pulseBench(): Promise<Bench> {
  const clock = new FakeClock();
  const lines = new RecordedLines(clock);
  return { clock, lines, filter: await pulsed(lines, clock) };
}

filters(
  'pulses one coil for its time, also at the first move, and the other for the way back after a rest',
  async () => {
    const { clock, lines, filter } = await pulseBench();
    assert.equal(lines.events, [], 'nothing moves by itself');
    const moved = filter.move('in');
    await clock.pass(1000);
    await moved;
    void filter.move('in');
    await clock.pass(1000);
    assert.equal(lines.events, [
      [0, lineIn, true],
      [100, lineIn, false],
    ]);
    void filter.move('out');
    await clock.pass(100);
    void filter.move('in');
    await clock.pass(1000);
    assert.equal(lines.events.slice(2), [
      [2000, lineOut, true],
      [2100, lineOut, false],
      [2600, lineIn, true],
      [2700, lineIn, false],
    ]);
  },
);

filters('moves once for targets that change during a move', async () => {
  const { clock, lines, filter } = await pulseBench();
  for (const side of ['in', 'out', 'in', 'out', 'in'] as const) {
    void filter.move(side);
    await clock.pass(10);
  }
  await clock.pass(2000);
  assert.equal(lines.events.length, 2, 'one pulse');
  assert.is(filter.state, 'in');
});

filters('switches the coil off at once when closed during a pulse, and closes its lines', async () => {
  const { clock, lines, filter } = await pulseBench();
  const moving = refusal('gone', filter.move('out'));
  await clock.pass(30);
  assert.equal(lines.active, [lineOut]);
  await filter.close();
  await moving;
  assert.equal([lines.active, lines.events.at(-1), lines.open.size], [[], [30, lineOut, false], 0]);
});

filters('gives no coil current while the other cannot be switched off', async () => {
  const { clock, lines, filter } = await pulseBench();
  lines.broken.add(lineIn);
  assert.match(await refusal('io', filter.move('out')), /Filter1 \(in\)/);
  assert.equal([lines.events, filter.state], [[], undefined]);
  lines.broken.clear();
  const moved = filter.move('out');
  await clock.pass(1000);
  await moved;
  assert.is(filter.state, 'out');
});

filters('has no state after a failed pulse, and pulses again', async () => {
  const { clock, lines, filter } = await pulseBench();
  const first = filter.move('in');
  await clock.pass(1000);
  await first;
  lines.broken.add(lineOut);
  await refusal('io', filter.move('out'));
  assert.is(filter.state, undefined);
  lines.broken.clear();
  const again = filter.move('in');
  await clock.pass(1000);
  await again;
  assert.equal(lines.events.filter(([, line, active]) => line === lineIn && active).length, 2);
});

for (const pulse of [9, 1001, 0, -5, Number.NaN]) {
  filters(`refuses a pulse of ${pulse} ms before it opens a line`, async () => {
    const lines = new RecordedLines(systemClock);
    assert.match(await refusal('out-of-range', pulsed(lines, systemClock, pulse)), /not in 10\.\.1000/);
    assert.is(lines.open.size, 0);
  });
}

filters('closes the first line when the second is in use', async () => {
  const lines = new RecordedLines(systemClock);
  lines.busy.add(lineOut);
  await refusal('busy', pulsed(lines, systemClock));
  assert.is(lines.open.size, 0);
});

filters('is held in by an active level, also when closed', async () => {
  const clock = new FakeClock();
  const lines = new RecordedLines(clock);
  const filter = await openIrCutFilter({ id: 'Filter1', driver: 'level', line: { chip, line: 7 } }, { lines, clock });
  assert.equal(lines.active, [7]);
  const out = filter.move('out');
  await clock.pass(1000);
  await out;
  assert.equal([lines.active, filter.state], [[], 'out']);
  await filter.close();
  assert.equal([lines.active, lines.open.size], [[7], 0]);
});

filters.run();
