import { addon } from '../../../hal/native/addon.ts';
import { readMotionRecord } from '../../../hal/native/motion-record.ts';
import type { MotionRecord } from '../../../hal/ports/scene-analyser.ts';
import { Scene, type Truth } from '../../hal/native/analysis/scene.ts';
import { makeThings, type Thing } from '../../hal/native/analysis/things.ts';
import { type WeatherName, weathers } from '../../hal/native/analysis/weathers.ts';

const size = { width: 320, height: 180 };
const rate = 10;

interface StreetPlan {
  readonly weather: WeatherName;
  readonly seconds: number;
  /** Levels between things and the street; 0 for a street without things. */
  readonly contrast: number;
  /** Seconds for which each car stands in the middle. */
  readonly stop?: number;
}

interface StreetRecord {
  readonly time: number;
  readonly record: MotionRecord;
  readonly truths: readonly Truth[];
}

/** What the motion analysis reports of a generated street, with the truth, from the third second on. */
export function* streetRecords(
  { weather, seconds, contrast, stop = 0 }: StreetPlan,
  seed: number,
): Generator<StreetRecord, readonly Thing[]> {
  const count = contrast > 0 ? Math.max(2, Math.round(seconds / 5.7)) : 0;
  const things = makeThings(size, { count, seconds, contrast, stop }, seed * 31);
  const scene = new Scene(size, weathers[weather], things, seed);
  const analyser = addon.openAnalyser(size.width, size.height, { wide: 320, sensitivity: 60, ignored: [] });
  for (let index = 0; index < seconds * rate; index += 1) {
    const time = index / rate;
    const bytes = addon.analyse(analyser, scene.paint(time), 'GRAY8', size.width, time);
    if (time >= 3) yield { time, record: readMotionRecord(bytes), truths: scene.truth(time) };
  }
  return things;
}
