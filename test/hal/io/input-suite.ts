import { setTimeout as wait } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { DigitalInputFact } from '../../../hal/boards/facts/io.ts';
import { openDigitalInput } from '../../../hal/io/digital-input.ts';
import type { DigitalInput, DigitalLines } from '../../../hal/ports/digital-line.ts';
import { until } from '../../until.ts';

interface InputBench {
  readonly lines: DigitalLines;
  readonly fact: DigitalInputFact;
  /** Sets the level from outside. */
  readonly set: (active: boolean) => void;
}

/** Adds the behaviours of every digital input. */
export function inputSuite(input: import('uvu').Test, bench: InputBench): void {
  let opened: DigitalInput | undefined;

  async function open(active: boolean): Promise<DigitalInput> {
    bench.set(active);
    opened = await openDigitalInput(bench.fact, bench.lines);
    return opened;
  }

  input.after.each(() => opened?.close());

  for (const first of [false, true]) {
    input(`has its initial level (${first ? 'active' : 'inactive'}), and reports changes only`, async () => {
      const one = await open(first);
      const told: boolean[] = [];
      one.onChange((active) => told.push(active));
      assert.is(one.active, first);
      await wait(30);
      assert.equal(told, []);
      bench.set(!first);
      await until(() => one.active !== first);
      assert.equal(told, [!first]);
    });
  }

  input('reports edges in their order', async () => {
    const one = await open(false);
    const told: boolean[] = [];
    one.onChange((active) => told.push(active));
    const wanted = [true, false, true, false, true, false];
    for (const active of wanted) {
      bench.set(active);
      await until(() => one.active === active);
    }
    assert.equal(told, wanted);
  });

  input('reports nothing once closed', async () => {
    const one = await open(false);
    let told = 0;
    one.onChange(() => {
      told += 1;
    });
    one.close();
    bench.set(true);
    await wait(50);
    assert.is(told, 0);
    one.close();
  });
}
