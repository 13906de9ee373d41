import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findPlace } from '../../../firmware/log/source-map.ts';
import { withSourcePlace } from '../../../firmware/log/source-places.ts';
import { repositoryRoot } from '../../places.ts';

const test = suite('source places');

const compiled = join(repositoryRoot, 'dist/firmware/log/log-rate.js');

test('finds the same places as the decoder of Node.js', () => {
  const map = JSON.parse(readFileSync(`${compiled}.map`, 'utf8'));
  const decoder = new SourceMap(map);
  const lines = readFileSync(compiled, 'utf8').split('\n');
  for (const [line, text] of lines.entries())
    for (let column = 0; column < text.length; column += 7) {
      const entry = decoder.findEntry(line, column);
      // The decoder goes back to earlier lines where a line has no segment before the column.
      if (!('originalLine' in entry) || entry.generatedLine !== line) continue;
      const place = findPlace(map.mappings, line, column);
      assert.equal([place?.line, place?.column], [entry.originalLine, entry.originalColumn], `${line}:${column}`);
    }
});

test('a frame of a compiled file tells the place in the source', () => {
  const line =
    readFileSync(compiled, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('take(name)')) + 1;
  const source = join(repositoryRoot, 'firmware/log/log-rate.ts');
  const original =
    readFileSync(source, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('take(name: string)')) + 1;
  const frame = withSourcePlace(`LogRate.take (${pathToFileURL(compiled)}:${line}:5)`);
  assert.is(frame, `LogRate.take (${pathToFileURL(source)}:${original}:3)`);
});

test('a frame of a file without a map, with a broken map, or of Node.js stays as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-map-'));
  try {
    writeFileSync(join(folder, 'broken.js.map'), '{"mappings":');
    writeFileSync(join(folder, 'empty.js.map'), '{"mappings":"","sources":[]}');
    for (const name of ['none.js', 'broken.js', 'empty.js']) {
      const frame = `work (${pathToFileURL(join(folder, name))}:12:5)`;
      assert.is(withSourcePlace(frame), frame);
    }
    assert.is(withSourcePlace('async run (node:internal/process:1:2)'), 'async run (node:internal/process:1:2)');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a stack begins with what the error says, and an error without a name or text has one, too', () => {
  assert.match(
    new RangeError('too far').stack ?? '',
    /^RangeError: too far\n {4}at .*test\/firmware\/log\/source-places\.ts:\d+:\d+/,
  );
  const strange = Object.create(Error.prototype, {
    name: {
      get: () => {
        throw new Error('no name');
      },
    },
  });
  Error.captureStackTrace(strange);
  assert.match(strange.stack, /^Error\n {4}at /);
});

test.run();
