import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pipeline } from '../../hal/gstreamer/pipeline/pipeline.ts';
import { addon } from '../../hal/native/addon.ts';
import { osdText } from '../../services/entities/overlays/osd/plan.ts';
import type { StoredOsd } from '../../services/entities/overlays/osd/stored-osd.ts';
import { temporaryFolder } from '../firmware/temporary-folder.ts';
import type { Row } from './table.ts';

const frames = 400;
const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;
type Size = (typeof sizes)[number];

const upperLeft = { token: '', configuration: '', position: { type: 'UpperLeft' } } as const;
const clock: StoredOsd = { ...upperLeft, text: { type: 'DateAndTime', date: 'yyyy-MM-dd', time: 'HH:mm:ss' } };
const text: StoredOsd = { ...upperLeft, text: { type: 'Plain', plain: 'Front door, north' } };
const logo: StoredOsd = { ...upperLeft, position: { type: 'LowerRight' }, image: 1 };

/** Eight polygons over a quarter of the picture. */
function masksOf(kind: string): string {
  const polygons = Array.from({ length: 8 }, (_, index) => {
    const [x, y] = [(index % 4) / 4, Math.floor(index / 4) / 2];
    const points = [
      [0, 0.1],
      [0.15, 0],
      [0.2, 0.2],
      [0.05, 0.25],
    ].map(([dx = 0, dy = 0]) => `(${(x + dx).toFixed(6)}, ${(y + dy).toFixed(6)})`);
    return `('${kind}', false, false, 16.0, 128.0, 128.0, [${points.join(', ')}])`;
  });
  return `[${polygons.join(', ')}]`;
}

/** Processor time (ms) of a frame through a pipeline, all of it. */
async function costOf(
  element: string,
  properties: Readonly<Record<string, Readonly<Record<string, string>>>>,
  { width, height }: Size,
): Promise<number> {
  const channel = `bench ${element} ${width}`;
  const caps = `video/x-raw,format=I420,width=${width},height=${height},framerate=1000/1`;
  const launch = `videotestsrc pattern=black num-buffers=${frames} ! ${caps} ! ${element} ! framesink name=sink derived=true`;
  let ended: () => void = () => undefined;
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const pipeline = new Pipeline({ launch, properties: { ...properties, sink: { channel } } }, channel, ended);
  const keepAlive = setInterval(() => undefined, 1000);
  const before = process.cpuUsage();
  pipeline.play();
  await end;
  const { user, system } = process.cpuUsage(before);
  clearInterval(keepAlive);
  pipeline.release();
  return (user + system) / 1000 / frames;
}

/** Time (ms) to copy a frame. */
function copyOf({ width, height }: Size): number {
  const [from, to] = [Buffer.alloc((width * height * 3) / 2, 1), Buffer.alloc((width * height * 3) / 2)];
  const started = performance.now();
  for (let count = 0; count < frames; count += 1) from.copy(to);
  return (performance.now() - started) / frames;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

async function medianOf(rounds: number, measure: () => Promise<number>): Promise<number> {
  const found: number[] = [];
  for (let round = 0; round < rounds; round += 1) found.push(await measure());
  return median(found);
}

const map = '(1, 0, 0, 0, 1, 0)';

/** Cost of the on-screen display and of privacy masks for each frame, beside a copy of it. */
export async function overlays(rounds: number, progress: (text: string) => void): Promise<readonly Row[]> {
  const path = join(temporaryFolder(), 'logo.rgba');
  writeFileSync(path, Buffer.alloc(256 * 256 * 4, 100));
  const images = new Map([[1, { path, width: 256, height: 256 }]]);
  const osds: readonly (readonly [what: string, osds: readonly StoredOsd[]])[] = [
    ['clock', [clock]],
    ['clock and three texts', [clock, text, text, text]],
    ['image of 256x256, half transparent', [logo]],
  ];
  const rows: Row[] = [];
  for (const size of sizes) {
    progress(`${size.width}x${size.height}`);
    const plain = await medianOf(rounds, () => costOf('identity', {}, size));
    const copy = median(Array.from({ length: rounds }, () => copyOf(size)));
    const add = async (what: string, element: string, properties: Readonly<Record<string, Record<string, string>>>) => {
      const cost = (await medianOf(rounds, () => costOf(element, properties, size))) - plain;
      rows.push({
        picture: `${size.width}x${size.height}`,
        overlay: what,
        'ms a frame': cost.toFixed(3),
        'to a copy': (cost / copy).toFixed(2),
        '% of a core at 30/s': (cost * 3).toFixed(2),
      });
    };
    for (const [what, shown] of osds) await add(what, 'osdblend name=osd', { osd: { layers: osdText(shown, images) } });
    for (const kind of ['Color', 'Pixelated', 'Blurred']) {
      addon.setMasks('bench', masksOf(kind));
      await add(`8 masks over a quarter, ${kind}`, 'privacymask name=masks', { masks: { channel: 'bench', map } });
    }
  }
  return rows;
}
