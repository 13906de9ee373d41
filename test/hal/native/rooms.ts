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

rooms('every file begins with its purpose', () => {
  assert.equal(
    sources.filter(({ text }) => !text.startsWith('/*')).map(({ name }) => name),
    [],
  );
});

rooms.run();
