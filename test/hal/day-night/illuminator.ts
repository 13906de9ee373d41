import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openIlluminator } from '../../../hal/day-night/illuminator.ts';
import { virtualBrightness } from '../../../hal/day-night/lamp.ts';
import { openPca9685 } from '../../../hal/i2c/pca9685.ts';
import { systemClock } from '../../../hal/system/clock.ts';
import { VirtualLight } from '../../../hal/virtual/light.ts';
import { illuminatorTests } from './illuminator-suite.ts';
import { RecordedBus } from './recorded-bus.ts';
import { RecordedLines } from './recorded-lines.ts';
import { refusal } from './refusal.ts';

const illuminators = suite('illuminator');
const chip = 'recorded';
const noBus = (): Promise<never> => Promise.reject(new Error('no bus here'));

illuminatorTests(illuminators, async () => {
  const light = new VirtualLight(0);
  const parts = { lines: new RecordedLines(systemClock), bus: noBus, light };
  const illuminator = await openIlluminator({ id: 'Infrared1', kind: 'infrared', driver: 'virtual' }, parts);
  return { illuminator, brightness: async () => light.seen(true) / virtualBrightness };
});

illuminatorTests(illuminators, async () => {
  const lines = new RecordedLines(systemClock);
  const fact = { id: 'White1', kind: 'white', driver: 'switch', line: { chip, line: 5 } } as const;
  const illuminator = await openIlluminator(fact, { lines, bus: noBus });
  return { illuminator, brightness: async () => lines.active.length };
});

illuminators('with infrared light only sensors that see infrared, white ones all', async () => {
  const light = new VirtualLight(10);
  const parts = { lines: new RecordedLines(systemClock), bus: noBus, light };
  const infrared = await openIlluminator({ id: 'Infrared1', kind: 'infrared', driver: 'virtual' }, parts);
  const white = await openIlluminator({ id: 'White1', kind: 'white', driver: 'virtual' }, parts);
  await infrared.setLevel(1);
  assert.equal([light.seen(false), light.seen(true), light.light()], [10, 10 + virtualBrightness, 10]);
  await white.setLevel(0.5);
  assert.equal([light.seen(false), light.seen(true)], [10 + virtualBrightness / 2, 10 + 1.5 * virtualBrightness]);
});

const pwm = { chip: 'pca9685', i2c: { adapter: 7, address: 0x40 }, channel: 2 } as const;

/** Bus with a PCA9685 that stores its registers. */
function chipBus(): { readonly bus: RecordedBus; readonly register: (at: number) => number } {
  const bus = new RecordedBus();
  const register = (at: number): number => {
    let value = at === 0 ? 0x11 : 0;
    for (const one of bus.sent) {
      const bytes = Buffer.from(one, 'hex');
      const index = at - (bytes[0] ?? 0) + 1;
      if (index >= 1 && index < bytes.length) value = bytes[index] ?? 0;
    }
    return value;
  };
  bus.answer = (_sent, at) => [register(at ?? 0)];
  return { bus, register };
}

illuminators(
  'on a chip of its own is dimmed in 4096 counts at its highest frequency, which no shutter sees',
  async () => {
    const { bus, register } = chipBus();
    const lines = new RecordedLines(systemClock);
    const lamp = await openIlluminator(
      { id: 'Infrared1', kind: 'infrared', driver: 'pwm', pwm },
      { lines, bus: async () => bus },
    );
    assert.equal([lamp.steps, register(0xfe)], [4096, 3]);
    await lamp.setLevel(0.25);
    assert.is(bus.sent.at(-1), '0e00000004');
    await lamp.setLevel(1);
    assert.is(bus.sent.at(-1), '0e00100000');
    await lamp.close();
    assert.is(bus.sent.at(-1), '0e00000010');
  },
);

illuminators('are only on or off on a chip that servos run at 50 Hz', async () => {
  const { bus, register } = chipBus();
  await openPca9685(bus, 0x40, 50).ready();
  const lines = new RecordedLines(systemClock);
  const lamp = await openIlluminator(
    { id: 'White1', kind: 'white', driver: 'pwm', pwm },
    { lines, bus: async () => bus },
  );
  assert.equal([lamp.steps, register(0xfe)], [1, 121]);
  await lamp.setLevel(0.7);
  assert.equal([lamp.level, bus.sent.at(-1)], [1, '0e00100000']);
});

illuminators('report a chip that does not answer, keep their level, and work again later', async () => {
  const { bus } = chipBus();
  const lines = new RecordedLines(systemClock);
  const lamp = await openIlluminator(
    { id: 'White1', kind: 'white', driver: 'pwm', pwm },
    { lines, bus: async () => bus },
  );
  bus.silent = true;
  await refusal('gone', lamp.setLevel(1));
  assert.is(lamp.level, 0);
  bus.silent = false;
  await lamp.setLevel(1);
  assert.is(lamp.level, 1);
});

illuminators.run();
