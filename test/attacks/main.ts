import { parseArgs } from 'node:util';
import { restrictPrograms } from '../../scripts/testing/programs.ts';
import { repositoryRoot } from '../places.ts';
import { campaign, type Outcome } from './campaign.ts';
import { attacks } from './kinds/catalogue.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '30' }, clients: { type: 'string', default: '50' } },
});
const chosen = attacks.filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
if (chosen.length === 0) throw new Error(`there are these attacks: ${attacks.map(({ name }) => name).join(', ')}`);

restrictPrograms(repositoryRoot, ['run']);

function line({ name, waits, memory, faults }: Outcome): string {
  const served = Object.entries(waits).map(
    ([kind, one]) => `${kind} ${one.served} (longest ${Math.round(one.longest)} ms)`,
  );
  const { before, highest, after } = memory;
  const mebibytes = [before, highest, after].map((one) => one.toFixed(0)).join('/');
  const verdict = faults.length === 0 ? 'ok  ' : 'FAIL';
  return [`${verdict} ${name}: ${served.join(', ')}; memory ${mebibytes} MiB`, ...faults].join('\n       ');
}

let failed = 0;
for (const attack of chosen) {
  const outcome = await campaign(attack, Number(values.seconds), Number(values.clients));
  if (outcome.faults.length > 0) failed += 1;
  process.stdout.write(`${line(outcome)}\n`);
}
process.stdout.write(`${chosen.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
