import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HalError } from '../../../hal/ports/hal-error.ts';
import { ReconnectingPort } from '../../../hal/serial/reconnecting-port.ts';
import { RecordedPort } from '../motion/recorded-port.ts';

const port = suite('reconnecting port');

port('sends to the present device, and refuses while it is gone', async () => {
  const [first, second] = [new RecordedPort(), new RecordedPort()];
  const one = new ReconnectingPort(first);
  await one.write(Uint8Array.of(1));
  const lost = new HalError('gone', 'unplugged');
  one.replace(lost);
  assert.is(one.gone, lost);
  assert.is(await one.write(Uint8Array.of(2)).catch((error: unknown) => error), lost);
  one.replace(second);
  assert.is(one.gone, undefined);
  await one.write(Uint8Array.of(3));
  assert.equal([first.written, second.written], [['01'], ['03']]);
});

port('delivers bytes of the present device, not of a lost one', () => {
  const [first, second] = [new RecordedPort(), new RecordedPort()];
  const one = new ReconnectingPort(first);
  const heard: number[] = [];
  one.onData((bytes) => heard.push(...bytes));
  first.send(1);
  one.replace(new HalError('gone', 'unplugged'));
  first.send(2);
  one.replace(second);
  second.send(3);
  first.send(4);
  assert.equal(heard, [1, 3]);
});

port('reports each loss and return once, to present listeners', () => {
  const device = new RecordedPort();
  const one = new ReconnectingPort(device);
  const told: string[] = [];
  one.onAvailability(() => told.push(one.gone?.message ?? 'there'));
  const end = one.onAvailability(() => told.push('other'));
  one.replace(device);
  one.replace(new HalError('gone', 'unplugged'));
  end();
  one.replace(new HalError('gone', 'still unplugged'));
  one.replace(device);
  assert.equal(told, ['unplugged', 'other', 'there']);
});

port.run();
