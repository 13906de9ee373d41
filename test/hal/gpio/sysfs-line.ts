import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findLine } from '../../../hal/gpio/sysfs-line.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';

const lines = suite('lines in sysfs');
const folder = mkdtempSync(join(tmpdir(), 'vedette-gpio-'));

/** Chips of a Raspberry Pi 5, some with the same label. */
for (const [base, label, count] of [
  [512, 'gpio-brcmstb@107d508500', 32],
  [544, 'gpio-brcmstb@107d508500', 4],
  [571, 'pinctrl-rp1', 54],
] as const) {
  const chip = join(folder, `gpiochip${base}`);
  mkdirSync(chip);
  for (const [name, value] of Object.entries({ base, label, ngpio: count })) {
    writeFileSync(join(chip, name), `${value}\n`);
  }
}
mkdirSync(join(folder, 'gpio575'));
mkdirSync(join(folder, 'gpiochip900'));

lines.after(() => rmSync(folder, { recursive: true }));

lines('have the base of their chip plus their own number', () => {
  const line = findLine({ chip: 'pinctrl-rp1', line: 17 }, 'relay Relay1', folder);
  assert.equal(line, { number: 588, name: 'relay Relay1: line 17 of chip pinctrl-rp1 (gpio588)' });
  assert.is(findLine({ chip: 'pinctrl-rp1', line: 53 }, 'x', folder).number, 624);
  assert.is(findLine({ chip: 'gpio-brcmstb@107d508500', line: 31 }, 'x', folder).number, 543);
});

for (const [title, chip, line, kind, message] of [
  ['a missing chip', 'pinctrl-bcm2711', 1, 'gone', /present: gpio-brcmstb@107d508500, pinctrl-rp1;/],
  ['a line beyond the last', 'pinctrl-rp1', 54, 'gone', /lines are 0 to 53/],
  ['a line below the first', 'pinctrl-rp1', -1, 'gone', /lines are 0 to 53/],
  ['a line that is not an integer', 'pinctrl-rp1', 1.5, 'gone', /lines are 0 to 53/],
  ['a line of two chips with one label', 'gpio-brcmstb@107d508500', 2, 'unsupported', /gpiochip512, gpiochip544/],
] as const) {
  lines(`refuses ${title}`, () => {
    assert.throws(
      () => findLine({ chip, line }, 'relay Relay1', folder),
      (error: HalError) => error.kind === kind && message.test(error.message) && /^relay Relay1: /.test(error.message),
    );
  });
}

lines('name the remedy for a kernel without sysfs GPIO', () => {
  assert.throws(
    () => findLine({ chip: 'a', line: 0 }, 'x', join(folder, 'none')),
    (error: HalError) => error.kind === 'unsupported' && /CONFIG_GPIO_SYSFS/.test(error.message),
  );
});

lines.run();
