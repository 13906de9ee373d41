import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { followSynchronization } from '../../../hal/machine/clock-synchronization.ts';
import type { SystemBus } from '../../../hal/machine/dbus/system-bus.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';

const synchronization = suite('synchronization of the clock');

/** NTPMessage of timesyncd as D-Bus gives it; the 13th value is true for an answer that was ignored. */
const message = (ignored: boolean): readonly unknown[] => [
  ...[0, 4, 4, 2, -20, 244, 244, [76, 79, 67, 76], 1, 2, 2, 3],
  ...[ignored, 1, 0],
];

synchronization(
  'answers that set or steer the clock are told; ignored ones, and a service that has gone, are not',
  async () => {
    let signal: () => void = () => undefined;
    let answer: () => Promise<unknown> = async () => undefined;
    const bus: SystemBus = {
      call: () => answer(),
      follow: async (_rule, listener) => {
        signal = listener;
      },
      close: () => undefined,
    };
    let told = 0;
    await followSynchronization(bus, () => {
      told += 1;
    });
    for (const [next, expected] of [
      [async () => message(false), 1],
      [async () => message(true), 1],
      [async () => Promise.reject(new HalError('unsupported', 'no such service')), 1],
      [async () => 'nothing', 1],
      [async () => message(false), 2],
    ] as const) {
      answer = next;
      signal();
      await new Promise((resolve) => setImmediate(resolve));
      assert.is(told, expected);
    }
  },
);

synchronization.run();
