import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copyClosure, namedPaths } from '../../../scripts/imaging/root-closure.ts';

const closure = suite('root file system of an image');

function withSystem(look: (system: string, root: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-closure-'));
  const system = join(folder, 'system');
  for (const name of [
    'usr/bin/one',
    'usr/lib/a-linux-gnu/libone.so.1.2',
    'usr/lib/a-linux-gnu/libtwo.so',
    'usr/lib/file.so',
  ]) {
    mkdirSync(dirname(join(system, name)), { recursive: true });
    writeFileSync(join(system, name), name);
  }
  symlinkSync('usr/lib', join(system, 'lib'));
  symlinkSync('libone.so.1.2', join(system, 'usr/lib/a-linux-gnu/libone.so.1'));
  symlinkSync('/lib/a-linux-gnu/libtwo.so', join(system, 'usr/bin/two'));
  try {
    look(system, join(folder, 'root'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

closure('is named by patterns, in which a star stands for anything within a name', () => {
  withSystem((system) => {
    const found = (pattern: string): readonly string[] => namedPaths(system, pattern);
    assert.equal(found('usr/bin/*'), ['usr/bin/one', 'usr/bin/two']);
    assert.equal(found('usr/lib/*-linux-gnu/*one.so*'), [
      'usr/lib/a-linux-gnu/libone.so.1',
      'usr/lib/a-linux-gnu/libone.so.1.2',
    ]);
    assert.equal(found('usr/lib/*/libtwo.so'), ['usr/lib/a-linux-gnu/libtwo.so']);
    assert.equal(found('usr/*/none'), []);
  });
});

closure('has the targets of symbolic links, below a merged /usr', () => {
  withSystem((system, root) => {
    copyClosure({ system, root, patterns: ['usr/bin/two', 'usr/lib/*/libone.so.1'], programs: [] });
    assert.is(readlinkSync(join(root, 'usr/bin/two')), '/lib/a-linux-gnu/libtwo.so');
    assert.ok(existsSync(join(root, 'usr/lib/a-linux-gnu/libtwo.so')));
    assert.is(readFileSync(join(root, 'usr/lib/a-linux-gnu/libone.so.1'), 'utf8'), 'usr/lib/a-linux-gnu/libone.so.1.2');
    assert.not(existsSync(join(root, 'usr/bin/one')));
  });
});

closure('is not made without what a pattern names, or a library that a program loads', () => {
  withSystem((system, root) => {
    assert.throws(() => copyClosure({ system, root, patterns: ['usr/bin/absent'], programs: [] }), /usr\/bin\/absent/);
    assert.throws(
      () => copyClosure({ system, root, patterns: [], programs: [process.execPath] }),
      /no package has the library lib\w+/,
    );
  });
});

closure.run();
