// time limit: 240 s
// devices: camera
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { libcameraTable } from '../../../hal/camera/libcamera-table.ts';
import { addon } from '../../../hal/native/addon.ts';
import { libcameraProperties } from '../../hal/camera/libcamera-properties.ts';
import { until } from '../../until.ts';
import { loadModule } from '../kernel-modules.ts';

const libcamera = suite("libcamera on the kernel's simulated camera");
const program = fileURLToPath(new URL('./libcamera-process.js', import.meta.url));
let daemon: ChildProcess | undefined;

/** Driver of the simulated camera in sysfs; its device comes and goes by `bind` and `unbind`. */
const driver = '/sys/bus/platform/drivers/vimc';

libcamera.before(() => {
  loadModule('videobuf2-dma-contig');
  loadModule('vimc');
  if (!existsSync(`${driver}/vimc.0`)) writeFileSync(`${driver}/bind`, 'vimc.0');
  // The library looks for devices that udev has seen.
  mkdirSync('/run/udev', { recursive: true });
  daemon = spawn('/lib/systemd/systemd-udevd', [], { stdio: 'ignore' });
  const subsystems = ['--subsystem-match=media', '--subsystem-match=video4linux'];
  execFileSync('udevadm', ['trigger', '--action=add', ...subsystems]);
  execFileSync('udevadm', ['settle', '--timeout=20']);
});

libcamera.after(() => {
  daemon?.kill();
  // Other suites ask for the first camera that is there.
  writeFileSync(`${driver}/unbind`, 'vimc.0');
});

interface Line {
  readonly log?: { readonly msg: string; readonly reason?: string };
  readonly bytes?: number;
  readonly progress?: number;
}

/** Captures in a process of its own until the lines satisfy the test; the process is killed in any case. */
async function capture(
  options: readonly string[],
  isEnough: (lines: readonly Line[]) => boolean,
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  let rest = '';
  child.stdout.on('data', (text) => {
    const parts = (rest + String(text)).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((part) => JSON.parse(part) as Line));
  });
  try {
    await until(() => isEnough(lines), 'enough of the capture', 70_000);
  } finally {
    child.kill('SIGKILL');
  }
  return lines;
}

const progressOf = (lines: readonly Line[]): number => Math.max(0, ...lines.map(({ progress = 0 }) => progress));

libcamera('has the properties of its version', () => {
  const version = addon.elementVersion('libcamerasrc');
  assert.ok(version, 'gstreamer1.0-libcamera is installed');
  const installed = new Set((addon.describeElement('libcamerasrc') ?? []).map(({ name }) => name));
  const known = libcameraProperties(version ?? '').map(({ name }) => name);
  assert.equal(
    known.filter((name) => !installed.has(name)),
    [],
  );
  const rows = libcameraTable(30).levels.map(({ property }) => property);
  assert.equal(
    rows.filter((name) => installed.has(name) !== known.includes(name)),
    [],
  );
});

/** The board on QEMU has no processor to spare for the simulated image processing: no picture came in 70 s. */
const isSlow = process.env.VEDETTE_RIG === 'x86';
if (isSlow) process.stdout.write('skip: pictures of libcamera: QEMU is too slow for them\n');

(isSlow ? libcamera.skip : libcamera)(
  'delivers pictures in a size that the camera lacks, whatever its format',
  async () => {
    const lines = await capture(['640', '360'], (all) => progressOf(all) > 20);
    const bytes = lines.find((line) => line.bytes !== undefined)?.bytes;
    // The simulated camera has RGB only; privacy masks are drawn into luma and chroma, here two bytes a pixel.
    assert.is(bytes, 640 * 360 * 2, JSON.stringify(lines));
  },
);

libcamera('tells a camera that is not there, with the remedy', async () => {
  const reasons = (lines: readonly Line[]): string =>
    lines
      .map(({ log }) => log?.reason ?? '')
      .join('\n')
      .trim();
  const lines = await capture(['640', '360', 'Nonesuch'], (all) => reasons(all) !== '');
  assert.match(reasons(lines), /libcamera finds no camera.*libcamera-ipa.*Could not find a camera named 'Nonesuch'/);
});

libcamera.run();
