import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HalError } from '../../../hal/ports/hal-error.ts';
import { SerialLine } from '../../../hal/serial/serial-line.ts';
import { RecordedPort } from '../motion/recorded-port.ts';

const line = suite('serial line');

line('sends to the port that is there, and refuses while there is none', async () => {
  const [first, second] = [new RecordedPort(), new RecordedPort()];
  const one = new SerialLine(first);
  await one.write(Uint8Array.of(1));
  const lost = new HalError('gone', 'unplugged');
  one.turn(lost);
  assert.is(one.gone, lost);
  assert.is(await one.write(Uint8Array.of(2)).catch((error: unknown) => error), lost);
  one.turn(second);
  assert.is(one.gone, undefined);
  await one.write(Uint8Array.of(3));
  assert.equal([first.written, second.written], [['01'], ['03']]);
});

line('hears the port that is there, not the one that was lost', () => {
  const [first, second] = [new RecordedPort(), new RecordedPort()];
  const one = new SerialLine(first);
  const heard: number[] = [];
  one.onData((bytes) => heard.push(...bytes));
  first.send(1);
  one.turn(new HalError('gone', 'unplugged'));
  first.send(2);
  one.turn(second);
  second.send(3);
  first.send(4);
  assert.equal(heard, [1, 3]);
});

line('tells each turn once, to whom still listens', () => {
  const port = new RecordedPort();
  const one = new SerialLine(port);
  const told: string[] = [];
  one.onTurn(() => told.push(one.gone?.message ?? 'there'));
  const end = one.onTurn(() => told.push('other'));
  one.turn(port);
  one.turn(new HalError('gone', 'unplugged'));
  end();
  one.turn(new HalError('gone', 'still unplugged'));
  one.turn(port);
  assert.equal(told, ['unplugged', 'other', 'there']);
});

line.run();
