import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bundledProgram, bundleFolder, inputsPath, isBundleFresh } from '../../../scripts/bundling/fresh-bundle.ts';
import { repositoryRoot } from '../../places.ts';

const test = suite('the bundle');

const folder = join(repositoryRoot, bundleFolder);
const inputs = JSON.parse(readFileSync(inputsPath(repositoryRoot), 'utf8')) as readonly string[];
const programs = ['control/main.js', 'control/stepper-worker.js', 'media/main.js'].map((name) => join(folder, name));

/** Files that a file imports: at its start, or late. */
function importsOf(path: string, how: 'at once' | 'late'): readonly string[] {
  const expression = how === 'late' ? /import\("(\.[^"]+)"\)/g : /(?:from|import)"(\.[^"]+)"/g;
  return [...readFileSync(path, 'utf8').matchAll(expression)].map((match) => join(dirname(path), match[1] ?? ''));
}

/** The files and those that they import at their start. */
function atStart(files: readonly string[]): ReadonlySet<string> {
  const all = new Set(files);
  for (const path of all) for (const next of importsOf(path, 'at once')) all.add(next);
  return all;
}

test('is up to date when the suites run, and no longer once a compiled file is newer', () => {
  assert.ok(isBundleFresh(repositoryRoot));
  const path = join(repositoryRoot, inputs.find((name) => name.endsWith('hal/system/patience.js')) ?? '');
  const { atime, mtime } = statSync(path);
  try {
    utimesSync(path, atime, new Date(Date.now() + 1_000));
    assert.not(isBundleFresh(repositoryRoot));
  } finally {
    utimesSync(path, atime, mtime);
  }
  assert.ok(isBundleFresh(repositoryRoot));
  assert.not(isBundleFresh(tmpdir()));
});

test('every file that a module finds from its own place is there', () => {
  const places = [...atStart(programs)].flatMap((path) => {
    const found = readFileSync(path, 'utf8').matchAll(/new URL\("([^"]+)",\s*import\.meta\.url\)/g);
    return [...found].map((match) => fileURLToPath(new URL(match[1] ?? '', pathToFileURL(path))));
  });
  assert.ok(places.some((path) => path === join(folder, 'media/main.js')));
  assert.ok(places.some((path) => path === join(repositoryRoot, 'package.json')));
  for (const path of places) assert.ok(existsSync(path), path);
  assert.ok(existsSync(join(folder, 'control/stepper-worker.js')));
});

test('keeps modules that are needed late out of the programs', () => {
  const files = atStart(programs);
  const late = [...files].flatMap((path) => importsOf(path, 'late'));
  for (const name of ['self-signed-certificate', 'read-pkcs12', 'read-board-file', 'serial-device']) {
    const path = late.find((file) => file.includes(`/${name}-`));
    assert.ok(path !== undefined && existsSync(path) && !files.has(path), name);
  }
});

test('an error of the camera names our sources, and no line of it is long', () => {
  const data = mkdtempSync(join(tmpdir(), 'vedette-bundle-'));
  try {
    const words = [
      join(repositoryRoot, bundledProgram),
      '--data',
      data,
      '--board',
      'virtual',
      '--board-file',
      '/dev/null/x',
    ];
    const { status, stderr } = spawnSync(process.execPath, words, {
      encoding: 'utf8',
      env: { ...process.env, VEDETTE_LOG: 'debug' },
    });
    assert.is(status, 1);
    assert.match(stderr, /at \S.* \(file:\/\/\S+\/firmware\/control\/\S+\.ts:\d+:\d+\)/);
    assert.not.match(stderr, /\/dist\/bundle\//);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test.run();
