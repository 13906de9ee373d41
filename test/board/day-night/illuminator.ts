// devices: lines
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openIlluminator } from '../../../hal/day-night/illuminator.ts';
import { createDigitalLines } from '../../../hal/gpio/digital-lines.ts';
import type { Illuminator } from '../../../hal/ports/day-night.ts';
import { illuminatorTests } from '../../hal/day-night/illuminator-suite.ts';
import { refusal } from '../../hal/day-night/refusal.ts';
import { registers, setFault } from '../simulated-i2c.ts';
import { boardLine } from '../simulated-lines.ts';
import { lampDuty, lampLevel, lampLine, lampPwm, sharedBus } from './wiring.ts';

const illuminators = suite('illuminator on real lines and registers');
const lines = createDigitalLines();
const { bus, close } = sharedBus();

illuminators.after(async () => {
  lines.close();
  await close();
});

const dimmed = (): Promise<Illuminator> =>
  openIlluminator({ id: 'Infrared1', kind: 'infrared', driver: 'pwm', pwm: lampPwm }, { lines, bus });

illuminatorTests(
  (name, test) => illuminators(`dimmed: ${name}`, test),
  async () => ({ illuminator: await dimmed(), brightness: async () => lampDuty() }),
);

illuminatorTests(
  (name, test) => illuminators(`switched: ${name}`, test),
  async () => ({
    illuminator: await openIlluminator(
      { id: 'White1', kind: 'white', driver: 'switch', line: boardLine(lampLine) },
      { lines, bus },
    ),
    brightness: async () => lampLevel(),
  }),
);

illuminators('run their chip awake at the highest frequency, and leave other outputs unchanged', async () => {
  const lamp = await dimmed();
  const others = (): Buffer => Buffer.concat([registers().subarray(0x06, 0x1e), registers().subarray(0x22, 0x46)]);
  const before = others();
  await lamp.setLevel(0.5);
  assert.is(registers()[0xfe], 3, 'prescaler for 1526 Hz');
  assert.is((registers()[0] ?? 0x10) & 0x10, 0, 'awake');
  assert.equal(registers().subarray(0x1e, 0x22), Buffer.from([0, 0, 0, 8]));
  assert.equal(others(), before);
  await lamp.close();
});

for (const [fault, kind] of [
  ['nak', 'gone'],
  ['stuck', 'io'],
] as const) {
  illuminators(`report a bus with the fault ${fault}, and shine once it works again`, async () => {
    const lamp = await dimmed();
    setFault(fault, true);
    try {
      assert.match(await refusal(kind, lamp.setLevel(1)), /0x40/);
      assert.is(lamp.level, 0);
    } finally {
      setFault(fault, false);
    }
    await lamp.setLevel(1);
    assert.is(lampDuty(), 1);
    await lamp.close();
  });
}

illuminators.run();
