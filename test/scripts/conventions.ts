import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const conventions = suite('conventions');
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..').replace(/\/dist$/, '');
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
const own = files.filter((name) => /\.(ts|c|h|sh)$/.test(name) && !name.includes('/generated/'));
const text = (name: string): string => readFileSync(join(root, name), 'utf8');

/** Import lines of a test that lead to other tests: those of the rooms of the product go up to them. */
const importsOf = (name: string): string => {
  const depth = name.split('/').length - 2;
  const upTo = (line: string): number => (/from '((\.\.\/)*)/.exec(line)?.[1]?.length ?? 0) / 3;
  return text(name)
    .split('\n')
    .filter((line) => line.includes("from '../") && upTo(line) <= depth)
    .join('\n');
};

conventions('keeps every native file and script within 300 lines, every other within its lint limit', () => {
  const limit = (name: string): number => (name.startsWith('test/') ? 400 : 300);
  assert.equal(
    own.filter((name) => text(name).split('\n').length > limit(name) + 1),
    [],
  );
});

conventions('suppresses neither lint nor types', () => {
  const suppression = new RegExp(`${['biome', 'ignore'].join('-')}|@ts-(ignore|expect-error|nocheck)`);
  assert.equal(
    own.filter((name) => suppression.test(text(name))),
    [],
  );
});

conventions('lets services import nothing of hal but ports and boards, and hal nothing above it', () => {
  const forbidden = (name: string): RegExp | undefined => {
    if (name.startsWith('hal/')) return /from '(\.\.\/)+(services|firmware)\//;
    if (name.startsWith('services/')) return /from '(\.\.\/)+(firmware\/|hal\/(?!ports\/|boards\/))/;
    return undefined;
  };
  assert.equal(
    own.filter((name) => forbidden(name)?.test(text(name))),
    [],
  );
});

conventions('lets tests of a lower room import nothing of a higher one', () => {
  const forbidden: Readonly<Record<string, RegExp>> = {
    'test/hal/': /from '(\.\.\/)+(board|firmware|services|peers|bench|soak)\//,
    'test/firmware/': /from '(\.\.\/)+(board|peers|bench|soak)\//,
    'test/services/': /from '(\.\.\/)+(peers|bench|soak)\//,
  };
  const isWrong = (name: string): boolean =>
    Object.entries(forbidden).some(([room, pattern]) => name.startsWith(room) && pattern.test(importsOf(name)));
  assert.equal(own.filter(isWrong), []);
});

conventions.run();
