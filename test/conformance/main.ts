import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../places.ts';
import { faultsOf } from './faults.ts';
import { readAllClaims } from './markers.ts';
import { writePage } from './page.ts';
import { chapters, rows } from './rows.ts';

/** Writes docs/conformance.md and tells what is wrong with it; status 1 when something is. */
const claims = readAllClaims(repositoryRoot);
writeFileSync(join(repositoryRoot, 'docs/conformance.md'), writePage(chapters, claims));
const faults = faultsOf(rows, claims);
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
