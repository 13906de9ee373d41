import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { repositoryRoot } from '../places.ts';
import { faultsOf } from './faults.ts';
import { readAllClaims, readClaims } from './markers.ts';
import { writePage } from './page.ts';
import { chapters, rows } from './rows.ts';

const conformance = suite('conformance');

conformance('answers for every row by a test or a reason, and claims no other', () => {
  assert.equal(faultsOf(rows, readAllClaims(repositoryRoot)), []);
});

conformance('docs/conformance.md is what scripts/conformance writes', () => {
  const page = join(repositoryRoot, 'docs/conformance.md');
  const written = existsSync(page) ? readFileSync(page, 'utf8') : '';
  assert.is(written, writePage(chapters, readAllClaims(repositoryRoot)));
});

const mark = '// shows';
const texts: readonly (readonly [what: string, text: string, claims: readonly (readonly [string, string])[]])[] = [
  ['a test', `${mark} STR-01\nplays('over UDP', async () => {`, [['STR-01', 'over UDP']]],
  ['a title on a line of its own', `${mark} STR-01\nplays(\n  'over UDP',\n  () => {`, [['STR-01', 'over UDP']]],
  [
    'a table of tests',
    `${mark} STR-03, STR-05a\nfor (const name of ['a', 'b'])\n  plays(\`over \${name({ a: 1 })} too\`, () => {`,
    [['STR-03,STR-05a', 'over … too']],
  ],
  ['an escaped quote', `${mark} COD-01\nx('the camera\\'s', () => {`, [['COD-01', "the camera's"]]],
  [
    'two markers of one test',
    `  ${mark} COD-01\n  ${mark} COD-02\n  x('both', () => {`,
    [
      ['COD-01', 'both'],
      ['COD-02', 'both'],
    ],
  ],
  ['a file without marker', "x('nothing', () => {", []],
];

for (const [what, text, expected] of texts) {
  conformance(`reads ${what}`, () => {
    const claims = readClaims('test/x.ts', text).map(({ ids, title }) => [ids.join(), title]);
    assert.equal(claims, expected);
  });
}

conformance('refuses a marker that is no list of ids or has no test below', () => {
  assert.throws(() => readClaims('test/x.ts', `\n${mark} STR-1 and more\nx('y', () => {`), /test\/x\.ts:2: not a list/);
  assert.throws(() => readClaims('test/x.ts', `${mark} STR-01\nconst a = 1;`), /test\/x\.ts:1: no test below/);
});

conformance('tells rows without test, with test and reason, double and unknown', () => {
  const row = (
    id: string,
    notOffered?: string,
  ): { id: string; feature: string; condition: string; notOffered?: string } => ({
    id,
    feature: 'f',
    condition: 'always',
    ...(notOffered === undefined ? {} : { notOffered }),
  });
  const claims = [{ ids: ['A-1', 'A-2', 'A-9'], file: 'test/x.ts', title: 'y' }];
  assert.equal(faultsOf([row('A-1'), row('A-2', 'no'), row('A-3'), row('A-4', 'no'), row('A-4', 'no')], claims), [
    'A-4: stands twice in the rows',
    'A-3: neither a test nor a reason (f)',
    'A-2: has both a test and a reason why it is not offered',
    'A-9: unknown, claimed by test/x.ts “y”',
  ]);
});

conformance.run();
