import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from './project.ts';

const images = suite('image for a card');

/** A partition as sfdisk tells it: sectors. */
interface Partition {
  readonly node: string;
  readonly start: number;
  readonly size: number;
  readonly name?: string;
}

interface Made {
  readonly folder: string;
  readonly partitions: readonly Partition[];
}

/** What Buildroot leaves for post-image.sh, as small files. */
function lay(board: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-image-'));
  const files = ['Image', 'u-boot.bin', 'rootfs.erofs', 'board.dtb'];
  for (const name of [
    ...files,
    ...['start4.elf', 'config.txt', 'overlays/one.dtbo'].map((one) => `rpi-firmware/${one}`),
  ]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
  writeFileSync(join(folder, 'buildroot-config'), `BR2_DEFCONFIG="somewhere/${board}_defconfig"\n`);
  return folder;
}

function withImage(layout: string, board: string, look: (made: Made) => void): void {
  const folder = lay(board);
  try {
    const environment = { BR2_CONFIG: join(folder, 'buildroot-config') };
    const { status, output } = run(['sh', 'buildroot/board/common/post-image.sh', folder, layout], environment);
    assert.is(status, 0, output);
    const table = JSON.parse(run(['sfdisk', '-J', join(folder, 'disk.img')]).output) as {
      readonly partitiontable: { readonly partitions: readonly Partition[] };
    };
    look({ folder, partitions: table.partitiontable.partitions });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes of a disk, as text of one character a byte; the disk is larger than memory should be used for it. */
function bytesAt(path: string, start: number, length: number): string {
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, start);
  closeSync(file);
  return bytes.toString('latin1');
}

const numberOf = ({ node }: Partition): number => Number(/\d+$/.exec(node)?.[0]);
const namesIn = (image: string): readonly string[] =>
  run(['mdir', '-b', '-i', image, '::'])
    .output.split('\n')
    .filter((name) => name !== '')
    .sort();

images('of a board with tryboot has a partition with autoboot.txt and two slots of equal size', () => {
  withImage('tryboot', 'raspberry-pi-4', ({ folder, partitions }) => {
    assert.equal(
      partitions.map(({ name }) => name),
      ['autoboot', 'boot-a', 'boot-b', 'root-a', 'root-b', 'data'],
    );
    const [, bootA, bootB, rootA, rootB] = partitions;
    assert.is(bootA?.size, bootB?.size);
    assert.is(rootA?.size, rootB?.size);
    assert.equal(namesIn(join(folder, 'autoboot.vfat')), ['::/autoboot.txt', '::/start4.elf']);
    const boot = ['Image', 'board.dtb', 'cmdline-a.txt', 'cmdline-b.txt', 'config.txt', 'overlays/', 'start4.elf'];
    assert.equal(
      namesIn(join(folder, 'boot.vfat')),
      boot.map((name) => `::/${name}`),
    );
  });
});

for (const [layout, board] of [
  ['uboot', 'raspberry-pi-3'],
  ['qemu-aarch64', 'qemu-aarch64'],
] as const) {
  images(`of ${board} has the partitions that the boot script and RAUC name, and the boot state at 1 MiB`, () => {
    withImage(layout, board, ({ folder, partitions }) => {
      assert.equal(partitions.map(numberOf), [1, 2, 3, 4, 5, 6, 7]);
      const size = (number: number): number | undefined => partitions.find((one) => numberOf(one) === number)?.size;
      assert.is(size(2), size(3));
      assert.is(size(5), size(6));
      const disk = join(folder, 'disk.img');
      assert.match(bytesAt(disk, 1 << 20, 512), 'BOOT_ORDER=A B\0BOOT_A_LEFT=3\0BOOT_B_LEFT=3\0');
      const start = partitions.find((one) => numberOf(one) === 5)?.start ?? 0;
      assert.is(bytesAt(disk, start * 512, 12), 'rootfs.erofs');
      writeFileSync(join(folder, 'fw_env.config'), `${disk} 0x100000 0x200\n`);
      const { output } = run(['fw_printenv', '-c', join(folder, 'fw_env.config'), 'BOOT_ORDER']);
      assert.is(output.trim(), 'BOOT_ORDER=A B');
    });
  });
}

images('is not made when a file is missing', () => {
  const folder = lay('raspberry-pi-3');
  rmSync(join(folder, 'rootfs.erofs'));
  const environment = { BR2_CONFIG: join(folder, 'buildroot-config') };
  assert.is.not(run(['sh', 'buildroot/board/common/post-image.sh', folder, 'uboot'], environment).status, 0);
  rmSync(folder, { recursive: true });
});

images.run();
