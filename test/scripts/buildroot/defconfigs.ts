import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { defconfigs, joinFragments } from '../../../scripts/buildroot/defconfigs.ts';
import { root } from './project.ts';

const configs = suite('defconfigs of Buildroot');
const none = (): string => '';

configs('are what the fragments make: node dist/scripts/buildroot-configs.js writes them', () => {
  const made = defconfigs(root);
  for (const { path, text } of made) assert.is(readFileSync(join(root, path), 'utf8'), text, path);
  assert.equal(
    readdirSync(join(root, 'buildroot/configs')).sort(),
    made.map(({ board }) => `${board}_defconfig`),
  );
});

configs('are there for the four Raspberry Pis and for QEMU', () => {
  const boards = ['qemu-aarch64', 'raspberry-pi-3', 'raspberry-pi-4', 'raspberry-pi-5', 'raspberry-pi-zero-2w'];
  assert.equal(
    defconfigs(root).map(({ board }) => board),
    boards,
  );
});

configs('use only symbols that the pinned Buildroot was seen to have', () => {
  const known = new Set(readFileSync(join(root, 'buildroot/symbols/2026.02.3'), 'utf8').split('\n'));
  const used = defconfigs(root).flatMap(({ text }) => text.match(/BR2_[A-Za-z0-9_]+(?==| is not set)/g) ?? []);
  assert.equal(
    used.filter((symbol) => !known.has(symbol)),
    [],
  );
});

configs('join fragments in the order of the first line, the own lines last', () => {
  const text = joinFragments('b', '# fragments: one two\nBR2_c=y\n', (name) => `BR2_${name}=y\n`);
  assert.equal(text.match(/^BR2.*$/gm), ['BR2_one=y', 'BR2_two=y', 'BR2_c=y']);
});

configs('refuse a symbol that is set twice, and a first line without fragments', () => {
  const twice = '# fragments: one\nBR2_a=y\n# BR2_a is not set\n';
  assert.throws(() => joinFragments('b', twice, none), 'b: BR2_a is set twice');
  assert.throws(() => joinFragments('b', 'BR2_a=y\n', none), 'the first line');
});

configs('say the version of package.json', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  assert.match(readFileSync(join(root, 'buildroot/package/vedette/vedette.mk'), 'utf8'), `VERSION = ${version}\n`);
});

configs.run();
