import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filesBelow, root, run } from './project.ts';

const lint = suite('files of images and packages');
const all = [...filesBelow('buildroot'), ...filesBelow('packaging')];
const text = (name: string): string => readFileSync(join(root, name), 'utf8');

lint('have shell scripts in which shellcheck finds nothing', () => {
  const scripts = all.filter((name) => /^#!.*sh\n/.test(text(name)));
  assert.ok(scripts.length > 4);
  const { status, output } = run(['shellcheck', ...scripts]);
  assert.is(status, 0, output);
});

lint('have units in which systemd finds nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-units-'));
  const units = all.filter((name) => /\.(service|socket|timer|path|target)$/.test(name));
  assert.ok(units.length > 3);
  // Programs of the image are not on this machine.
  const local = (unit: string): string => unit.replaceAll(/^(Exec\w+=[-+!]*)\S+/gm, '$1/bin/true');
  for (const name of units) writeFileSync(join(folder, basename(name)), local(text(name)));
  mkdirSync(join(folder, 'home'));
  const { output } = run([
    'systemd-analyze',
    'verify',
    '--man=no',
    ...units.map((name) => join(folder, basename(name))),
  ]);
  assert.equal(
    output.split('\n').filter((line) => line.includes('vedette') || line.includes(folder)),
    [],
  );
  rmSync(folder, { recursive: true });
});

lint('name no account, no password and no private key', () => {
  for (const name of all) {
    assert.not.match(text(name), /PRIVATE KEY/, name);
    assert.not.match(text(name), /^VEDETTE_ADMIN/m, name);
    assert.not.match(text(name), /ROOT_PASSWD|ROOT_LOGIN=y/, name);
  }
});

lint('name the same partitions in boot script, command lines and configuration of RAUC', () => {
  const boot = text('buildroot/board/uboot/boot.cmd');
  const uboot = text('buildroot/board/uboot/system.conf');
  for (const [slot, kernel, system] of [
    ['A', 2, 5],
    ['B', 3, 6],
  ] as const) {
    assert.match(boot, `setenv slot ${slot}; setenv kernel_part ${kernel}; setenv root_part ${system}`);
    assert.match(uboot, `device=@DISK@${kernel}\n`);
    assert.match(uboot, new RegExp(`device=@DISK@${system}\ntype=raw\nbootname=${slot}\n`));
  }
  assert.match(text('buildroot/board/tryboot/cmdline-a.txt'), /mmcblk0p4 .*rauc\.slot=A/);
  assert.match(text('buildroot/board/tryboot/cmdline-b.txt'), /mmcblk0p5 .*rauc\.slot=B/);
  for (const layout of ['uboot', 'tryboot'])
    assert.match(text(`buildroot/board/${layout}/system.conf`), 'formats=-plain');
});

lint.run();
