import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const rooms = suite('rooms of hal/native');
const root = join(
  dirname(fileURLToPath(import.meta.url)).replace(/\/dist(?=\/test)/, ''),
  '..',
  '..',
  '..',
  'hal',
  'native',
);

/** In the order of the Makefile: a room sees those before it. */
const order = (/^ROOMS = (.+)$/m.exec(readFileSync(join(root, 'Makefile'), 'utf8'))?.[1] ?? '').split(' ');

const sources = order.flatMap((room) =>
  readdirSync(join(root, room)).map((file) => ({
    room,
    file,
    name: `${room}/${file}`,
    text: readFileSync(join(root, room, file), 'utf8'),
  })),
);

rooms('every source file is in a room of the Makefile, and none has more than 20', () => {
  const here = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(?!build\/).*\.[ch]$/.test(name),
  );
  assert.equal(here.sort(), sources.map(({ name }) => name).sort());
  assert.equal(
    order.filter((room) => sources.filter((source) => source.room === room).length > 20),
    [],
  );
});

rooms('a header of another room is named by its path, and that room is an earlier one', () => {
  const included = sources.flatMap(({ room, name, text }) =>
    [...text.matchAll(/#include "(?:([\w-]+)\/)?([\w-]+\.h)"/g)].map(([, from = room, header]) => ({
      room,
      name,
      from,
      header,
    })),
  );
  assert.ok(included.length > 100);
  const wrong = included.filter(
    ({ room, from }) => !(order.indexOf(from) >= 0 && order.indexOf(from) <= order.indexOf(room)),
  );
  assert.equal(wrong, []);
  const missing = included.filter(({ from, header }) => !sources.some(({ name }) => name === `${from}/${header}`));
  assert.equal(missing, []);
});

/** Modules (a source and its header) that include each other, however many are between. */
function circles(files: readonly { readonly name: string; readonly text: string }[]): readonly string[] {
  const moduleOf = (name: string): string => name.replace(/\.[ch]$/, '');
  const needs = new Map<string, Set<string>>();
  for (const { name, text } of files) {
    const own = needs.get(moduleOf(name)) ?? new Set<string>();
    for (const [, path = ''] of text.matchAll(/#include "([^"]+)"/g))
      own.add(moduleOf(path.includes('/') ? path : join(dirname(name), path)));
    own.delete(moduleOf(name));
    needs.set(moduleOf(name), own);
  }
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(needs.get(from) ?? [])].some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  return [...needs.keys()].filter((name) => reaches(name, name));
}

rooms('no two modules include each other, however far around', () => {
  assert.equal(circles(sources), []);
  const v4l2 = join(root, '..', 'node-v4l2', 'src');
  const files = readdirSync(v4l2).map((name) => ({ name, text: readFileSync(join(v4l2, name), 'utf8') }));
  assert.ok(files.length > 5);
  assert.equal(circles(files), []);
});

rooms('every file begins with its purpose', () => {
  assert.equal(
    sources.filter(({ text }) => !text.startsWith('/*')).map(({ name }) => name),
    [],
  );
});

rooms.run();
