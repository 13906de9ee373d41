import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { repositoryRoot } from '../../places.ts';

const late = suite('packages that are imported late');

/** An import of a package within a function: what is taken of it, and its name. */
interface LateImport {
  readonly file: string;
  readonly taken: string;
  readonly name: string;
}

function lateImports(): readonly LateImport[] {
  return ['firmware', 'hal', 'services'].flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
      .flatMap((name) => {
        const found = readFileSync(join(repositoryRoot, folder, name), 'utf8').matchAll(
          /(?:const|let) (.+?) = await import\('([^.'][^']*)'\)/g,
        );
        return [...found].map(([, taken = '', one = '']) => ({ file: join(folder, name), taken, name: one }));
      }),
  );
}

/** True for a package that has modules of its own, whose names a bundle keeps. */
function hasModules(name: string): boolean {
  const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'node_modules', name, 'package.json'), 'utf8'));
  return manifest.type === 'module' || manifest.module !== undefined || manifest.exports?.['.']?.import !== undefined;
}

late('are taken by their default export where they are CommonJS, which a bundle has no names of', () => {
  const all = lateImports().filter(({ name }) => !name.startsWith('node:'));
  assert.ok(all.some(({ name }) => name === 'dbus-native'));
  for (const { file, taken, name } of all)
    assert.ok(hasModules(name) || taken.startsWith('{ default:'), `${file}: ${name}`);
});

late.run();
