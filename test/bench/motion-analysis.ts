import { type AnalysedFormat, addon } from '../../hal/native/addon.ts';
import { runScene, scenes } from '../hal/native/analysis/scenes.ts';
import type { Row } from './table.ts';

interface Case {
  readonly format: AnalysedFormat;
  readonly width: number;
  readonly height: number;
  readonly wide: 256 | 320;
}

const cases: readonly Case[] = [
  { format: 'GRAY8', width: 320, height: 180, wide: 320 },
  { format: 'I420', width: 1280, height: 720, wide: 320 },
  { format: 'NV12', width: 1280, height: 720, wide: 320 },
  { format: 'YUY2', width: 1280, height: 720, wide: 320 },
  { format: 'I420', width: 1920, height: 1080, wide: 320 },
  { format: 'NV12', width: 1920, height: 1080, wide: 320 },
  { format: 'GRAY8', width: 256, height: 144, wide: 256 },
  { format: 'I420', width: 1280, height: 720, wide: 256 },
  { format: 'NV12', width: 1920, height: 1080, wide: 256 },
];

const bytesOf = { GRAY8: 1, I420: 1.5, NV12: 1.5, NV21: 1.5, YUY2: 2, UYVY: 2 };

/** A picture with a pattern, and a box that is elsewhere in each. */
function pictureOf({ format, width, height }: Case, index: number): Buffer {
  const picture = Buffer.alloc(width * height * bytesOf[format], 128);
  const apart = format === 'YUY2' ? 2 : 1;
  const left = Math.floor((width * index) / 12);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const inside = x >= left && x < left + width / 8 && y > height / 2 && y < (height * 3) / 4;
      picture[(y * width + x) * apart] = inside ? 200 : 80 + ((x * 5 + y * 3) % 40);
    }
  return picture;
}

/** Least and middle of the times of a call, milliseconds. */
function timesOf(call: (index: number) => void, count: number): readonly [number, number] {
  const times = Array.from({ length: count }, (_, index) => {
    const begun = performance.now();
    call(index);
    return performance.now() - begun;
  }).toSorted((one, other) => one - other);
  return [times[0] ?? 0, times[Math.floor(count / 2)] ?? 0];
}

function measure(one: Case): Row {
  const analyser = addon.openAnalyser(one.width, one.height, { wide: one.wide, sensitivity: 60, ignored: [] });
  const pictures = Array.from({ length: 8 }, (_, index) => pictureOf(one, index));
  const copy = Buffer.alloc(pictures[0]?.length ?? 0);
  const stride = one.format === 'YUY2' ? one.width * 2 : one.width;
  const pick = (index: number): Buffer => pictures[index % pictures.length] ?? copy;
  const [least, middle] = timesOf((index) => addon.analyse(analyser, pick(index), one.format, stride, index / 10), 400);
  const [copying] = timesOf((index) => pick(index).copy(copy), 400);
  return {
    picture: `${one.format} ${one.width}x${one.height} to ${one.wide} wide`,
    'least ms': least.toFixed(3),
    'middle ms': middle.toFixed(3),
    'memcpy ms': copying.toFixed(3),
  };
}

/** Time of the motion analysis for each picture, scaling included, beside a copy of the same picture. */
export const motionAnalysis = (progress: (text: string) => void): Promise<readonly Row[]> =>
  Promise.resolve(
    cases.map((one) => {
      progress(`${one.format} ${one.width}x${one.height}`);
      return measure(one);
    }),
  );

/** What the motion analysis makes of each seeded scene, by so many seeds. */
export function motionScenes(seeds: number, progress: (text: string) => void): Promise<readonly Row[]> {
  const rows = Object.entries(scenes).flatMap(([scene, row]) => {
    progress(scene);
    return Array.from({ length: seeds }, (_, index): Row => {
      const outcome = runScene(row, 57, index + 1);
      return {
        scene,
        seed: index + 1,
        alarms: outcome.alarms,
        'alarm s': outcome.alarmSeconds.toFixed(1),
        recall: row.floor.recall === undefined ? '' : outcome.recall.toFixed(3),
        objects: outcome.objects,
        'false objects': outcome.falseObjects,
      };
    });
  });
  return Promise.resolve(rows);
}
