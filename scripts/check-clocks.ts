import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clockFaults } from './clocks/wall-clocks.ts';

/** Finds reads of the wall clock that are not in the list of those that need it: durations go by the monotonic clock. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const rooms = ['services', 'hal', 'firmware', 'scripts'];
const source = /(?<!\.d)\.(?:ts|c|h)$/;

const paths = rooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => source.test(name) && !/(?:^|\/)(?:node_modules|build|generated)\//.test(name))
    .map((name) => `${room}/${name}`),
);

const faults = clockFaults(paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })));
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
