import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AnalysedFormat, type AnalyserHandle, addon } from '../../../../hal/native/addon.ts';
import { analysisGrid } from '../../../../hal/native/analysis-grid.ts';
import { readMotionRecord } from '../../../../hal/native/motion-record.ts';
import type { MotionRecord, PictureRectangle } from '../../../../hal/ports/scene-analyser.ts';
import { until } from '../../../until.ts';
import { collectGarbage } from '../../collect-garbage.ts';
import { randomOf } from './random.ts';

const analysis = suite('motion analysis');

interface Picture {
  readonly bytes: Buffer;
  readonly format: AnalysedFormat;
  readonly stride: number;
}

/** Levels by place; a box of 40x40 with a pattern of its own goes to the right. */
function level(x: number, y: number, step: number): number {
  const inside = x >= step * 8 && x < step * 8 + 40 && y >= 60 && y < 100;
  return inside ? 170 + ((x * 5 + y * 3) % 40) : 60 + ((x * 7 + y * 13 + ((x * y) % 17)) % 60);
}

/** Writes the luma of a step into bytes of a format; everything else is 128. */
function paint(
  format: AnalysedFormat,
  [width, height]: readonly [number, number],
  stride: number,
  step: number,
): Picture {
  const half = Math.ceil(height / 2);
  const chroma =
    format === 'I420' ? 2 * Math.ceil(stride / 2) : format.startsWith('NV') ? Math.ceil(stride / 2) * 2 : 0;
  const bytes = Buffer.alloc(stride * height + chroma * half, 128);
  const apart = format === 'YUY2' || format === 'UYVY' ? 2 : 1;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) bytes[y * stride + x * apart + (format === 'UYVY' ? 1 : 0)] = level(x, y, step);
  return { bytes, format, stride };
}

const open = (width: number, height: number, wide: 256 | 320 = 320): AnalyserHandle =>
  addon.openAnalyser(width, height, { wide, sensitivity: 60, ignored: [] });

const take = (analyser: AnalyserHandle, { bytes, format, stride }: Picture, time: number): MotionRecord =>
  readMotionRecord(addon.analyse(analyser, bytes, format, stride, time));

/** Records of a box that starts to move after a second. */
function run(format: AnalysedFormat, size: readonly [number, number], stride: number): readonly MotionRecord[] {
  const analyser = open(...size);
  return Array.from({ length: 20 }, (_, step) =>
    take(analyser, paint(format, size, stride, Math.max(0, step - 10)), step / 10),
  );
}

const strides: readonly (readonly [AnalysedFormat, readonly [number, number], number])[] = [
  ['I420', [640, 360], 640],
  ['I420', [640, 360], 701],
  ['NV12', [640, 360], 640],
  ['NV21', [640, 360], 643],
  ['YUY2', [640, 360], 1280],
  ['YUY2', [640, 360], 1291],
  ['UYVY', [640, 360], 1280],
];

for (const [format, size, stride] of strides)
  analysis(`sees the same in ${format} with lines of ${stride} bytes as in GRAY8`, () => {
    const gray = run('GRAY8', size, size[0]);
    assert.equal(run(format, size, stride), gray);
    assert.ok(gray.some(({ blobs }) => blobs.length === 1));
  });

const sizes: readonly (readonly [number, number, number, number])[] = [
  [641, 361, 180, 18],
  [640, 480, 240, 24],
  [1280, 1024, 256, 26],
  [720, 1280, 568, 57],
  [16, 16, 320, 32],
  [8192, 16, 40, 4],
  [321, 8192, 640, 64],
];

for (const [width, height, high, rows] of sizes)
  analysis(`looks at ${width}x${height} with 320x${high} pixels and ${rows} rows of cells`, () => {
    const formats = ['I420', 'NV12', 'YUY2', 'GRAY8'] as const;
    for (const format of formats) {
      const stride = format === 'YUY2' ? Math.ceil(width / 2) * 4 : width;
      const record = take(open(width, height), paint(format, [width, height], stride, 0), 0);
      assert.equal([record.width, record.height, record.rows], [320, high, rows]);
      assert.equal(analysisGrid({ width, height }, 320), { width: 320, height: high, columns: 32, rows });
    }
  });

analysis('finds the box that moves, where it is', () => {
  const last = run('GRAY8', [320, 180], 320).at(-1);
  const blob = last?.blobs.find(({ right }) => Math.abs(right - 112) <= 2);
  assert.ok(blob !== undefined && !blob.still);
  assert.ok(Math.abs(blob.top - 60) <= 2 && Math.abs(blob.bottom - 100) <= 2);
});

analysis('sees a colour that differs where luma does not', () => {
  const size = [320, 180] as const;
  const analyser = open(...size);
  const records = Array.from({ length: 30 }, (_, step) => {
    const picture = paint('I420', size, 320, 100);
    picture.bytes.fill(128, 57_600);
    for (let y = 0; y < 90; y += 1)
      for (let x = 0; x < 160; x += 1) picture.bytes[57_600 + y * 160 + x] = (x + y) % 160 < 80 ? 110 : 150;
    const left = 4 * Math.max(0, step - 10);
    for (let y = 30; y < 50; y += 1) picture.bytes.fill(200, 57_600 + y * 160 + left, 57_600 + y * 160 + left + 20);
    return take(analyser, picture, step / 10);
  });
  assert.ok(records.at(-1)?.blobs.some(({ left, still }) => !still && left >= 100));
});

analysis('does not look at ignored parts', () => {
  const analyser = addon.openAnalyser(320, 180, {
    wide: 320,
    sensitivity: 60,
    ignored: [{ left: 0, top: 0.3, right: 1, bottom: 0.6 }],
  });
  for (let step = 0; step < 20; step += 1) {
    const record = take(analyser, paint('GRAY8', [320, 180], 320, Math.max(0, step - 10)), step / 10);
    assert.equal(record.blobs, []);
    assert.ok(record.levels.every((one) => one === 0));
  }
});

analysis('measures the noise of what it looks at alone', () => {
  const noiseWith = (ignored: readonly PictureRectangle[]): number => {
    const analyser = addon.openAnalyser(320, 180, { wide: 320, sensitivity: 60, ignored });
    const random = randomOf(3);
    const records = Array.from({ length: 120 }, (_, step) => {
      const picture = paint('GRAY8', [320, 180], 320, 0);
      for (let i = 0; i < picture.bytes.length; i += 1)
        picture.bytes[i] = (picture.bytes[i] ?? 0) + Math.floor(random() * 9);
      return take(analyser, picture, step / 10);
    });
    return records.at(-1)?.measures.noise ?? Number.NaN;
  };
  const whole = noiseWith([]);
  const half = noiseWith([{ left: 0, top: 0, right: 0.5, bottom: 1 }]);
  assert.ok(whole > 1 && Math.abs(half / whole - 1) < 0.05, `${half} instead of ${whole}`);
  assert.is(noiseWith([{ left: 0, top: 0, right: 1, bottom: 1 }]), 0);
});

analysis('gives the same bytes on each architecture', () => {
  const digest = createHash('sha256');
  const random = randomOf(5);
  const analyser = open(320, 180);
  for (let step = 0; step < 60; step += 1) {
    const { bytes } = paint('GRAY8', [320, 180], 320, step < 12 ? 0 : step % 30);
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = (bytes[i] ?? 0) + Math.floor(random() * 9);
    digest.update(addon.analyse(analyser, bytes, 'GRAY8', 320, step / 10));
  }
  assert.is(digest.digest('hex'), '091a2126851faefd2c0bcb0b961c4497a6d16007c43b3561f995fd5a1e8f462a');
});

const refused: readonly (readonly [string, () => void])[] = [
  ['a picture of 15 lines', () => open(320, 15)],
  ['a picture 8193 wide', () => open(8193, 180)],
  ['a size that is no number', () => open(Number.NaN, 180)],
  ['another analysed width', () => open(320, 180, 300 as 320)],
  ['a sensitivity over 100', () => addon.openAnalyser(320, 180, { wide: 320, sensitivity: 101, ignored: [] })],
  [
    'a rectangle out of the picture',
    () => addon.setAnalyser(open(320, 180), { sensitivity: 5, ignored: [{ left: 0, top: 0, right: 1.1, bottom: 1 }] }),
  ],
  [
    'more rectangles than 64',
    () =>
      addon.setAnalyser(open(320, 180), {
        sensitivity: 5,
        ignored: Array.from({ length: 65 }, () => ({ left: 0, top: 0, right: 1, bottom: 1 })),
      }),
  ],
  ['too few bytes', () => addon.analyse(open(320, 180), Buffer.alloc(57_599), 'GRAY8', 320, 0)],
  ['too many bytes', () => addon.analyse(open(320, 180), Buffer.alloc(57_601), 'GRAY8', 320, 0)],
  ['lines shorter than the picture', () => addon.analyse(open(320, 180), Buffer.alloc(57_420), 'GRAY8', 319, 0)],
  ['an unknown format', () => addon.analyse(open(320, 180), Buffer.alloc(57_600), 'RGB' as 'I420', 320, 0)],
  ['a time before the clock', () => addon.analyse(open(320, 180), Buffer.alloc(57_600), 'GRAY8', 320, -1)],
  ['a hold of an hour', () => addon.holdAnalyser(open(320, 180), 3600)],
];

for (const [what, call] of refused)
  analysis(`refuses ${what}`, () => {
    assert.throws(call, (error: Error & { readonly code?: string }) => error.code === 'ERANGE');
  });

analysis('refuses what is no analyser', () => {
  assert.throws(() => addon.holdAnalyser({ handle: 'analyser' }, 1), TypeError);
});

analysis('frees an analyser with its handle', async () => {
  const count = (): number => addon.liveObjects().analyses ?? 0;
  for (let index = 0; index < 30; index += 1) open(320, 180);
  await until(() => {
    collectGarbage();
    return count() <= 1;
  }, 'the analysers are gone');
});

analysis.run();
