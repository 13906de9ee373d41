// time limit: 240 s
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openIrCutFilter } from '../../../hal/day-night/ir-cut-filter.ts';
import { createDigitalLines } from '../../../hal/gpio/digital-lines.ts';
import type { IrCutFilter } from '../../../hal/ports/day-night.ts';
import { irCutFilterTests } from '../../hal/day-night/ir-cut-filter-suite.ts';
import { refusal } from '../../hal/day-night/refusal.ts';
import { boardLine, type LineChange, level, recordLines } from '../simulated-lines.ts';
import { childCoilIn, childCoilOut, coilIn, coilOut, pulsedFilter } from './wiring.ts';

const filters = suite('IR cut filter on real lines');
const lines = createDigitalLines();

filters.after(() => lines.close());

const pulsed = (pulse = 40): Promise<IrCutFilter> => openIrCutFilter(pulsedFilter(pulse), { lines });
const held = (): Promise<IrCutFilter> =>
  openIrCutFilter({ id: 'Filter1', driver: 'level', line: boardLine(coilIn) }, { lines });

irCutFilterTests((name, test) => filters(`pulsed: ${name}`, test), pulsed);
irCutFilterTests((name, test) => filters(`held: ${name}`, test), held);

/** Observed pulse: its line, first and last change. */
interface Pulse {
  readonly line: number;
  readonly begin: LineChange;
  readonly end: LineChange;
}

/** Fails when two lines are active together. */
function pulses(changes: readonly LineChange[]): readonly Pulse[] {
  const found: Pulse[] = [];
  let begin: LineChange | undefined;
  for (const change of changes) {
    if (change.level === 1) {
      assert.is(begin, undefined, `lines ${begin?.line} and ${change.line} are active together`);
      begin = change;
    } else {
      assert.is(change.line, begin?.line);
      found.push({ line: change.line, begin: begin ?? change, end: change });
      begin = undefined;
    }
  }
  assert.is(begin, undefined, 'a coil is still on');
  return found;
}

filters('pulses its coils one after the other, each for its time, as observed on the lines', async () => {
  const filter = await pulsed(80);
  const recorder = recordLines([coilIn, coilOut]);
  for (const side of ['in', 'out', 'out', 'in'] as const) await filter.move(side);
  await Promise.all((['out', 'in', 'out'] as const).map((side) => filter.move(side)));
  const seen = pulses(recorder.stop());
  await filter.close();
  assert.equal(
    seen.map(({ line }) => line),
    [coilIn, coilOut, coilIn, coilOut],
  );
  for (const { line, begin, end } of seen) {
    const width = end.time - begin.time;
    assert.ok(width >= 79 && width < 280, `${width} ms on line ${line}`);
  }
  seen.slice(1).forEach(({ begin }, index) => {
    assert.ok(begin.time - (seen[index]?.end.time ?? 0) >= 499, 'a rest between two moves');
  });
});

filters('leaves no coil on when closed during a pulse', async () => {
  const filter = await pulsed(1000);
  const moving = refusal('gone', filter.move('out'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.is(level(coilOut), 1);
  await filter.close();
  await moving;
  assert.equal([level(coilIn), level(coilOut)], [0, 0]);
});

for (const end of ['SIGTERM', 'SIGINT', 'exception'] as const) {
  filters(`leaves no coil on when the process ends during a pulse by ${end}`, async () => {
    const script = fileURLToPath(new URL('./half-pulse.js', import.meta.url));
    const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'pipe'] });
    const ended = once(child, 'exit');
    const said: string[] = [];
    child.stderr.on('data', (text) => said.push(String(text)));
    await Promise.race([once(child.stdout, 'data'), ended]);
    assert.is(child.exitCode, null, said.join(''));
    assert.is(level(childCoilOut), 1, 'within the pulse');
    if (end === 'exception') child.stdin.write('x');
    else child.kill(end);
    await ended;
    assert.equal([level(childCoilIn), level(childCoilOut)], [0, 0]);
  });
}

filters('names the user of its line, and opens once the line is free', async () => {
  const first = await pulsed();
  assert.match(await refusal('busy', pulsed()), /IR cut filter Filter1/);
  await first.close();
  await (await pulsed()).close();
});

filters('names a missing chip', async () => {
  const fact = { id: 'Filter1', driver: 'level', line: { chip: 'no-such-chip', line: 0 } } as const;
  assert.match(await refusal('gone', openIrCutFilter(fact, { lines })), /no-such-chip/);
});

filters.run();
