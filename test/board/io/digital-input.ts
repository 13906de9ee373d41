// devices: lines
import { setTimeout as wait } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createDigitalLines } from '../../../hal/gpio/digital-lines.ts';
import { openDigitalInput } from '../../../hal/io/digital-input.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import { inputSuite } from '../../hal/io/input-suite.ts';
import { until } from '../../until.ts';
import { boardLine, pull, wire } from '../simulated-lines.ts';

const input = suite('digital input on a line');
const lines = createDigitalLines();
const fact = { id: 'Door', use: 'input', driver: 'line', line: boardLine(1), debounce: 10 } as const;

wire(1, 0);
inputSuite(input, { lines, fact, set: (active) => pull(1, active ? 1 : 0) });

input('reports a level that has lasted, and no bounces', async () => {
  pull(1, 0);
  const one = await openDigitalInput({ ...fact, debounce: 300 }, lines);
  const told: number[] = [];
  const began = performance.now();
  one.onChange(() => told.push(performance.now() - began));
  for (const to of [1, 0, 1, 0, 1] as const) {
    pull(1, to);
    await wait(5);
  }
  assert.equal(told, []);
  await until(() => told.length > 0);
  assert.is(told.length, 1);
  assert.ok((told[0] ?? 0) >= 300, `${told[0]} ms`);
  one.close();
});

input('refuses a debounce out of range, and a missing line', async () => {
  for (const debounce of [-1, 1001, Number.NaN]) {
    const error = (await openDigitalInput({ ...fact, debounce }, lines).catch(
      (reason: HalError) => reason,
    )) as HalError;
    assert.is(error.kind, 'out-of-range');
    assert.match(error.message, /digital input Door: a debounce of/);
  }
  const tamper = { ...fact, use: 'tamper', line: boardLine(99) } as const;
  const error = (await openDigitalInput(tamper, lines).catch((reason: HalError) => reason)) as HalError;
  assert.is(error.kind, 'gone');
  assert.match(error.message, /^tamper switch Door: line 99/);
});

input.run();
