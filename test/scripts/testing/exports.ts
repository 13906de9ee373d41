import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { unusedExports } from '../../../scripts/testing/exports.ts';

const exports = suite('unused exports');

/** Names found in `hal/a.ts` beside an importer at a path. */
function found(text: string, importer: string, path = 'hal/sub/b.ts'): readonly string[] {
  const sources = [
    { path: 'hal/a.ts', text },
    { path, text: importer },
  ];
  return unusedExports(sources)
    .filter((one) => one.path === 'hal/a.ts')
    .map(({ name, kind }) => `${name}: ${kind}`);
}

const imports: readonly [what: string, exported: string, importer: string][] = [
  ['a name in braces', 'export const one = 1;', "import { one } from '../a.ts';"],
  ['a renamed name', 'export function one() {}', "import { other, one as two } from '../a.ts';"],
  ['a type among values', 'export interface One {}', "import { other, type One } from '../a.ts';"],
  ['a name on a line of its own', 'export class One {}', "import {\n  other,\n  One,\n} from '../a.ts';"],
  ['all names of a module', 'export type One = 1;', "import * as all from '../a.ts';"],
  ['a destructured dynamic import', 'export async function one() {}', "const { one } = await import('../a.ts');"],
  ['a whole dynamic import', 'export const one = 1;', "const all = await import('../a.ts');"],
  ['a type of a dynamic import', 'export type One = 1;', "type Two = import('../a.ts').One;"],
];

for (const [what, exported, importer] of imports) {
  exports(`are none with ${what}`, () => assert.equal(found(exported, importer), []));
}

exports('are found by name', () => {
  assert.equal(found('export const one = 1;\nexport abstract class Two {}\n', "import { Two } from './a.ts';"), [
    'one: unused',
    'Two: unused',
  ]);
});

exports('that only tests import need @internal', () => {
  const importer = "import { one, two } from '../../hal/a.ts';";
  const text = '/** For tests. @internal */\nexport const one = 1;\n/** Two. */\nexport const two = 2;\n';
  assert.equal(found(text, importer, 'test/hal/a.ts'), ['two: test only']);
});

exports('of a test are found as well', () => {
  assert.equal(unusedExports([{ path: 'test/a.ts', text: 'export const one = 1;' }]), [
    { path: 'test/a.ts', name: 'one', kind: 'unused' },
  ]);
});

exports.run();
