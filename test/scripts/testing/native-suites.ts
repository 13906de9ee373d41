import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NativeImports } from '../../../scripts/testing/native-suites.ts';

const nativeSuites = suite('suites that load native code');
const folder = mkdtempSync(join(tmpdir(), 'vedette-imports-'));
nativeSuites.after(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

write('addon.js', 'const named = process.env.VEDETTE_NATIVE;');
write('hub.js', "import { load } from './addon.js';");
write('table.js', "import { readFileSync } from 'node:fs';\nexport const rows = [];");

const rows = [
  {
    name: 'of an import of an import',
    text: "import { suite } from 'uvu';\nimport { Hub } from './hub.js';",
    loads: true,
  },
  { name: 'of an import at run time', text: "await import('./hub.js');", loads: true },
  { name: 'of an import for its effect', text: "import './addon.js';", loads: true },
  { name: 'of a re-export', text: "export { Hub } from './hub.js';", loads: true },
  { name: 'of other imports only', text: "import { rows } from './table.js';", loads: false },
  { name: 'of a file that is not there', text: "import { rows } from './gone.js';", loads: false },
];
for (const [place, { name, text, loads }] of rows.entries())
  nativeSuites(`${loads ? 'are' : 'are not'} recognized because ${name}`, () => {
    assert.is(new NativeImports().loadsAddon(write(`suite${place}.js`, text)), loads);
  });

nativeSuites.run();
