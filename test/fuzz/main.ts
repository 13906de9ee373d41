import { parseArgs } from 'node:util';
import { fuzz } from './run.ts';
import { keepSeed, readSeeds } from './seeds.ts';
import { fuzzTargets } from './targets.ts';

/** Fuzzes parsers of foreign bytes; status 1 when one fails. Faulty inputs are kept as seeds. */
const { values, positionals } = parseArgs({
  options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});

const chosen = fuzzTargets.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (chosen.length === 0) {
  process.stderr.write(`no such parser; there are ${fuzzTargets.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

const columns = ['parser', 'inputs', 'accepted', 'per second', 'longest ms', 'faults'];
process.stdout.write(`| ${columns.join(' | ')} |\n| ${columns.map(() => '---').join(' | ')} |\n`);
for (const target of chosen) {
  const result = await fuzz(target, readSeeds(target.name), Number(values.inputs), Number(values.seed));
  const { inputs, accepted, seconds, longest, faults } = result;
  const share = `${((100 * accepted) / inputs).toFixed(1)} %`;
  const row = [target.name, inputs, share, Math.round(inputs / seconds), longest.toFixed(1), faults.length];
  process.stdout.write(`| ${row.join(' | ')} |\n`);
  for (const { input, reason } of faults) {
    process.exitCode = 1;
    keepSeed(target.name, input);
    process.stdout.write(`${target.name}: ${reason}\n  ${JSON.stringify(input.toString('latin1')).slice(0, 400)}\n`);
  }
}
