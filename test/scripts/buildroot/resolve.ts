// time limit: 600 s
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { defconfigs } from '../../../scripts/buildroot/defconfigs.ts';
import { filesBelow, root, run } from './project.ts';

const resolve = suite('Buildroot');
const tree = process.env.BUILDROOT_DIR;

if (tree === undefined) {
  process.stdout.write(
    'skip: Buildroot reads our tree: no checkout is at hand (set BUILDROOT_DIR to one of 2026.02.3)\n',
  );
} else {
  for (const { board, path } of defconfigs(root)) {
    resolve(`takes every line of ${board}, meets all dependencies and needs no legacy symbol`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'vedette-buildroot-'));
      try {
        const words = ['-C', tree, `O=${folder}`, `BR2_EXTERNAL=${join(root, 'buildroot')}`, `${board}_defconfig`];
        const made = run(['make', ...words]);
        assert.is(made.status, 0, made.output);
        assert.not.match(made.output, 'unmet direct dependencies');
        const check = join(tree, 'support/scripts/check-dotconfig.py');
        const { status, output } = run(['python3', check, join(folder, '.config'), join(root, path)]);
        assert.is(status, 0, output);
        assert.not.match(readFileSync(join(folder, '.config'), 'utf8'), 'BR2_LEGACY=y');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  resolve('finds no fault in the style of packages and scripts', () => {
    const checked = filesBelow('buildroot').filter((name) => /Config\.in$|\.(mk|hash|sh)$/.test(name));
    const { status, output } = run(['python3', join(tree, 'utils/check-package'), '-b', ...checked]);
    if (/No module named/.test(output))
      process.stdout.write(`skip: check-package: ${output.trim().split('\n').pop()}\n`);
    else assert.is(status, 0, output);
  });
}

resolve('has an external tree with a description', () => {
  assert.match(readFileSync(join(root, 'buildroot/external.desc'), 'utf8'), /^name: VEDETTE$/m);
});

resolve.run();
