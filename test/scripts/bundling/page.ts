import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { writePage } from '../../../scripts/bundling/page.ts';
import { repositoryRoot } from '../../places.ts';

const page = suite('the built page');
const folder = mkdtempSync(join(tmpdir(), 'vedette-page-'));
page.before(() => writePage(repositoryRoot, folder));
page.after(() => rmSync(folder, { recursive: true }));

const kilobytes = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 1000;

function contentOf(name: string): string {
  return gunzipSync(readFileSync(join(folder, name))).toString();
}

/** A script with those that it imports at once. */
function closure(name: string, known: Set<string> = new Set()): ReadonlySet<string> {
  if (known.has(name)) return known;
  known.add(name);
  for (const [, part = ''] of contentOf(name).matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g))
    closure(`${part}.gz`, known);
  return known;
}

/** Files that a browser fetches for sign-in and the live view. */
function firstFiles(names: readonly string[]): readonly string[] {
  const scripts = names.filter((name) => /^(page|live)-.*\.js\.gz$/.test(name));
  const rest = names.filter((name) => /^(index|style)\b/.test(name));
  return [...new Set(scripts.flatMap((name) => [...closure(name)])), ...rest];
}

page('keeps to its budgets, packed: 85 KB for the first screen, 150 KB for all', () => {
  const names = readdirSync(folder);
  const [first, all] = [kilobytes(firstFiles(names)), kilobytes(names)];
  assert.ok(first <= 85, `first screen: ${first.toFixed(1)} KB`);
  assert.ok(all <= 150, `all: ${all.toFixed(1)} KB`);
});

page('is made of packed files alone', () => {
  assert.equal(
    readdirSync(folder).filter((name) => !name.endsWith('.gz')),
    [],
  );
});

page.run();
