// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fuzz } from './run.ts';
import { readSeeds } from './seeds.ts';
import { fuzzTargets } from './targets.ts';

const replay = suite('fuzz/replay');

/** Inputs of each parser here; scripts/fuzz takes a million. */
const inputs = 500;

for (const target of fuzzTargets) {
  replay(`${target.name} takes its seeds and what is made of them`, async () => {
    const seeds = readSeeds(target.name);
    const { faults, accepted } = await fuzz(target, seeds, Math.max(inputs, seeds.length), 1);
    assert.equal(
      faults.map(({ reason, input }) => `${reason}: ${JSON.stringify(input.toString('latin1'))}`),
      [],
    );
    assert.ok(accepted > 0, 'some inputs get through');
  });
}

replay.run();
