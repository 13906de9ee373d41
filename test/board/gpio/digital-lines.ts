import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createDigitalLines } from '../../../hal/gpio/digital-lines.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import { until } from '../../until.ts';
import { boardLine, globalNumber, level, plugChip, pull, recordLines, wire } from '../simulated-lines.ts';

const lines = suite('digital lines over sysfs');
const warnings: string[] = [];
const board = createDigitalLines({ warn: (text: unknown) => warnings.push(String(text)) });
const children = new Set<ChildProcess>();

lines.after.each(() => board.close());
lines.after(() => {
  for (const child of children) child.kill('SIGKILL');
});

async function failure(action: Promise<unknown>): Promise<HalError> {
  try {
    await action;
  } catch (error) {
    return error as HalError;
  }
  throw new Error('nothing was refused');
}

/** Process that drives a line against its safe state; `before` is prepended to the command. */
async function holder(
  line: number,
  safe: 0 | 1,
  then: string,
  before: readonly string[] = [],
): Promise<[ChildProcess, string]> {
  const script = fileURLToPath(new URL('line-process.js', import.meta.url));
  const [command = '', ...rest] = [...before, process.execPath, script, String(line), String(safe), then];
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'ignore'] });
  children.add(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return [child, said.toString().trim()];
}

lines('start an output at its safe level without a pulse', async () => {
  wire(0, 1);
  const recorder = recordLines([0]);
  const output = await board.openOutput({ line: boardLine(0), safe: true, purpose: 'relay A' });
  assert.is(output.active, true);
  output.set(false);
  assert.is(level(0), 0);
  await wait(50);
  output.close();
  assert.equal(
    recorder.stop().map((one) => one.level),
    [0, 1],
  );
  pull(0, 0);
  assert.is(level(0), 1, 'stays driven when closed');
});

lines('invert an active low line with its safe level', async () => {
  wire(1, 0);
  const recorder = recordLines([1]);
  pull(1, 1);
  const output = await board.openOutput({ line: boardLine(1, true), safe: false, purpose: 'relay B' });
  await wait(5);
  assert.equal(
    recorder.stop().map((one) => one.level),
    [1],
  );
  output.set(true);
  assert.is(level(1), 0);
  output.close();
  assert.is(level(1), 1);
});

lines('refuse a line that is open, and open one that was closed', async () => {
  const options = { line: boardLine(2), safe: false, purpose: 'relay A' };
  const output = await board.openOutput(options);
  const error = await failure(createDigitalLines().openInput({ line: boardLine(2), debounce: 0, purpose: 'input B' }));
  assert.is(error.kind, 'busy');
  assert.match(error.message, /input B: line 2 of chip camboard \(gpio\d+\).*relay A/);
  output.close();
  assert.throws(() => output.set(true), /closed/);
  const input = await board.openInput({ line: boardLine(2), debounce: 0, purpose: 'input B' });
  input.close();
});

lines('put all outputs into their safe state at once', async () => {
  const own = createDigitalLines();
  const first = await own.openOutput({ line: boardLine(3), safe: false, purpose: 'a' });
  const second = await own.openOutput({ line: boardLine(4), safe: true, purpose: 'b' });
  first.set(true);
  second.set(false);
  assert.equal([level(3), level(4)], [1, 0]);
  own.close();
  assert.equal([level(3), level(4)], [0, 1]);
});

for (const [title, then, end] of [
  ['SIGTERM without a handler', 'wait', (child: ChildProcess) => child.kill('SIGTERM')],
  ['process.exit()', 'exit', (child: ChildProcess) => child.stdin?.write('go')],
  ['an uncaught exception', 'throw', (child: ChildProcess) => child.stdin?.write('go')],
] as const) {
  lines(`restore the safe state at ${title}`, async () => {
    const [child, said] = await holder(5, 1, then);
    assert.is(said, 'driving');
    assert.is(level(5), 0);
    end(child);
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    assert.is(level(5), 1);
    assert.is(then === 'wait' ? signal : code, then === 'wait' ? 'SIGTERM' : then === 'exit' ? 0 : 1);
  });
}

lines('take over a line of a killed process of the firmware, and refuse one of a living process', async () => {
  const [child, said] = await holder(6, 0, 'wait');
  assert.is(said, 'driving');
  const error = await failure(board.openOutput({ line: boardLine(6), safe: false, purpose: 'relay' }));
  assert.is(error.kind, 'busy');
  assert.match(error.message, new RegExp(`process ${child.pid}`));
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.is(level(6), 1, 'nobody could put it right');
  const output = await board.openOutput({ line: boardLine(6), safe: false, purpose: 'relay' });
  assert.is(level(6), 0);
  output.close();
});

lines('refuse a line that another program exported, and leave it unchanged', async () => {
  const number = globalNumber(7);
  writeFileSync('/sys/class/gpio/export', String(number));
  writeFileSync(`/sys/class/gpio/gpio${number}/direction`, 'high');
  const error = await failure(board.openOutput({ line: boardLine(7), safe: false, purpose: 'relay' }));
  assert.is(error.kind, 'busy');
  assert.match(error.message, new RegExp(`exported by another program.*echo ${number} > /sys/class/gpio/unexport`));
  assert.is(level(7), 1);
  writeFileSync('/sys/class/gpio/unexport', String(number));
  (await board.openOutput({ line: boardLine(7), safe: false, purpose: 'relay' })).close();
});

lines('name the kernel driver that uses a line', async () => {
  const chip = plugChip('hogged', 'hogboard', 4, [2]);
  try {
    const error = await failure(
      board.openOutput({ line: { chip: 'hogboard', line: 2 }, safe: false, purpose: 'relay' }),
    );
    assert.is(error.kind, 'busy');
    assert.match(error.message, /line 2 of chip hogboard.*"fan-control".*gpioinfo/);
  } finally {
    chip.remove();
  }
});

lines('name the remedy for missing rights', async () => {
  const [, said] = await holder(8, 0, 'wait', ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']);
  assert.match(said, /^io: test: line 8 of chip camboard.*no right.*group gpio/);
  assert.not(existsSync(`/sys/class/gpio/gpio${globalNumber(8)}`));
});

lines('list the present chips or lines for a missing one', async () => {
  const absent = await failure(board.openOutput({ line: { chip: 'nochip', line: 0 }, safe: false, purpose: 'relay' }));
  assert.is(absent.kind, 'gone');
  assert.match(absent.message, /relay: line 0 of chip nochip: no such chip; present: camboard/);
  const beyond = await failure(board.openInput({ line: boardLine(16), debounce: 0, purpose: 'input' }));
  assert.is(beyond.kind, 'gone');
  assert.match(beyond.message, /lines are 0 to 15/);
});

lines('choose the chip that has the line among equal labels, and refuse when several have it', async () => {
  const chip = plugChip('twin', 'camboard', 4);
  try {
    (await board.openOutput({ line: boardLine(9), safe: false, purpose: 'relay' })).close();
    const error = await failure(board.openOutput({ line: boardLine(0), safe: false, purpose: 'relay' }));
    assert.is(error.kind, 'unsupported');
    assert.match(error.message, /2 chips have this label and line/);
  } finally {
    chip.remove();
  }
});

lines('report edges in order, without bounces', async () => {
  wire(10, 0);
  const input = await board.openInput({ line: boardLine(10), debounce: 20, purpose: 'input' });
  const seen: boolean[] = [];
  input.onChange((active) => seen.push(active));
  assert.is(input.active, false);
  for (const to of [1, 0, 1, 0] as const) {
    pull(10, to);
    await until(() => input.active === (to === 1));
  }
  pull(10, 1);
  pull(10, 0);
  await wait(100);
  assert.equal(seen, [true, false, true, false]);
  input.close();
  assert.not(existsSync(`/sys/class/gpio/gpio${globalNumber(10)}`), 'an input is given back');
});

lines('report every edge of a line without debouncing, inverted when active low', async () => {
  wire(11, 1);
  const input = await board.openInput({ line: boardLine(11, true), debounce: 0, purpose: 'input' });
  const seen: boolean[] = [];
  input.onChange((active) => seen.push(active));
  assert.is(input.active, false);
  for (const to of [0, 1, 0, 1, 0] as const) {
    pull(11, to);
    await until(() => input.active === (to === 0));
  }
  assert.equal(seen, [true, false, true, false, true]);
  assert.is(input.active, true);
  input.close();
});

lines('ignore edges of a chattering line, report that once, and have the right level afterwards', async () => {
  wire(12, 0);
  const input = await board.openInput({ line: boardLine(12), debounce: 0, purpose: 'door' });
  let told = 0;
  input.onChange(() => {
    told += 1;
  });
  const began = performance.now();
  for (let edge = 0; performance.now() < began + 1000 || warnings.length === 0; edge += 1) {
    pull(12, edge % 2 === 0 ? 1 : 0);
    await new Promise(setImmediate);
    assert.ok(performance.now() < began + 30_000, 'is told within 30 s');
  }
  const seconds = (performance.now() - began) / 1000;
  pull(12, 1);
  await until(() => input.active);
  // At most 31 edges in 200 ms.
  assert.ok(told < 155 * (seconds + 1), `${told} changes told in ${seconds} s`);
  assert.equal(warnings.filter((text) => text.includes('door')).length, 1);
  input.close();
});

lines('report an unplugged chip of an input or output', async () => {
  const chip = plugChip('usb', 'usbboard', 4);
  const input = await board.openInput({ line: { chip: 'usbboard', line: 0 }, debounce: 0, purpose: 'door' });
  const output = await board.openOutput({ line: { chip: 'usbboard', line: 1 }, safe: false, purpose: 'relay' });
  const told = new Promise<Error>((resolve) => input.onError(resolve));
  chip.remove();
  const keepAlive = setTimeout(() => undefined, 5000);
  const error = (await told) as HalError;
  clearTimeout(keepAlive);
  assert.is(error.kind, 'gone');
  assert.match(error.message, /door.*usbboard.*unplugged/);
  assert.throws(() => output.set(true), /relay.*usbboard.*unplugged/);
  input.close();
  output.close();
});

lines.run();
