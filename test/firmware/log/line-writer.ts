import { constants, openSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LineWriter } from '../../../firmware/log/line-writer.ts';
import { type FullPipe, fullPipe } from '../full-pipe.ts';

const writing = suite('line writer');

/** A writer that does not wait, on a pipe that is full. */
function onFullPipe(limit: number): { readonly writer: LineWriter; readonly pipe: FullPipe } {
  const pipe = fullPipe();
  const descriptor = openSync(`/proc/self/fd/${pipe.descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK);
  const writer: LineWriter = new LineWriter(descriptor, (lines) => writer.write(`lost ${lines}\n`), limit);
  return { writer, pipe };
}

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

writing('writes at once what is taken', () => {
  const { writer, pipe } = onFullPipe(100);
  pipe.read();
  writer.write('one\n');
  writer.write('two\n');
  assert.equal(linesOf(pipe.read()), ['one', 'two']);
  pipe.close();
});

writing('keeps lines up to its limit, loses the others and says how many, in order', () => {
  const { writer, pipe } = onFullPipe(100);
  const before = performance.now();
  for (let count = 0; count < 1000; count += 1) writer.write(`${count}`.padStart(9, '0').concat('\n'));
  assert.ok(performance.now() - before < 1000, 'it waited');
  pipe.read();
  writer.flush();
  const expected = Array.from({ length: 10 }, (_, count) => `${count}`.padStart(9, '0'));
  assert.equal(linesOf(pipe.read()), [...expected, 'lost 990']);
  writer.write('after\n');
  assert.equal(linesOf(pipe.read()), ['after']);
  pipe.close();
});

writing('tries again by itself', async () => {
  const { writer, pipe } = onFullPipe(100);
  writer.write('late\n');
  pipe.read();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(linesOf(pipe.read()), ['late']);
  pipe.close();
});

writing('writes long lines whole, in pieces', () => {
  const { writer, pipe } = onFullPipe(1_000_000);
  const long = 'x'.repeat(300_000);
  writer.write(`${long}\n`);
  let text = pipe.read();
  for (let tries = 0; tries < 50 && !text.endsWith('x\n'); tries += 1) {
    writer.flush();
    text += pipe.read();
  }
  assert.equal(linesOf(text), [long]);
  pipe.close();
});

writing('goes on without complaint when the reader has gone', () => {
  const { writer, pipe } = onFullPipe(100);
  writer.write('kept\n');
  pipe.leave();
  writer.flush();
  for (let count = 0; count < 100; count += 1) writer.write('into the void\n');
  pipe.comeBack();
  pipe.read();
  writer.write('back\n');
  assert.equal(linesOf(pipe.read()), ['back'], 'neither a queue nor a count of what nobody could read');
  pipe.close();
});

writing.run();
