import { type AnalyserHandle, addon } from '../../../../hal/native/addon.ts';
import { readMotionRecord } from '../../../../hal/native/motion-record.ts';
import type { MotionRecord } from '../../../../hal/ports/scene-analyser.ts';
import type { Scene, Truth } from './scene.ts';
import type { Size } from './street.ts';
import { shows, Tracks } from './tracks.ts';

/** What the analysis made of a scene. */
export interface Outcome {
  /** Alarms, and the seconds of all: four cells in two pictures running. */
  readonly alarms: number;
  readonly alarmSeconds: number;
  /** Part of the pictures of moving things in which they were found, 1 without things. */
  readonly recall: number;
  readonly objects: number;
  readonly falseObjects: number;
  readonly settlingSeconds: number;
  readonly milliseconds: number;
}

const movingCells = ({ levels }: MotionRecord): number => levels.reduce((sum, level) => sum + (level > 0 ? 1 : 0), 0);

/** Alarms that are a second or more apart count singly. */
class Alarms {
  private running = 0;
  private last = -2;
  count = 0;
  pictures = 0;

  take(cells: number, time: number): void {
    this.running = cells >= 4 ? this.running + 1 : 0;
    if (this.running < 2) return;
    if (time - this.last > 1) this.count += 1;
    this.last = time;
    this.pictures += 1;
  }
}

class Recall {
  private found = 0;
  private all = 0;

  take(record: MotionRecord, truths: readonly Truth[]): void {
    for (const { box, moves } of truths) {
      if (!moves) continue;
      this.all += 1;
      if (record.blobs.some((blob) => shows(blob, box))) this.found += 1;
    }
  }

  get part(): number {
    return this.all === 0 ? 1 : this.found / this.all;
  }
}

interface Plan {
  readonly seconds: number;
  readonly rate: number;
  /** Called before each picture. */
  readonly before?: (analyser: AnalyserHandle, time: number) => void;
}

/** Lets the analysis see a scene; the first three seconds are not judged. */
export function watch(scene: Scene, { width, height }: Size, plan: Plan): Outcome {
  const analyser = addon.openAnalyser(width, height, { wide: 320, sensitivity: 60, ignored: [] });
  const [alarms, recall, tracks] = [new Alarms(), new Recall(), new Tracks(width, plan.rate)];
  let [settling, milliseconds] = [0, 0];
  for (let index = 0; index < plan.seconds * plan.rate; index += 1) {
    const time = index / plan.rate;
    const picture = scene.paint(time);
    plan.before?.(analyser, time);
    const begun = performance.now();
    const bytes = addon.analyse(analyser, picture, 'GRAY8', width, time);
    milliseconds += performance.now() - begun;
    if (time < 3) continue;
    const record = readMotionRecord(bytes);
    const truths = scene.truth(time);
    alarms.take(movingCells(record), time);
    recall.take(record, truths);
    tracks.take(record.blobs, truths);
    settling += record.settling ? 1 / plan.rate : 0;
  }
  const { shown, wrong } = tracks.sums();
  return {
    alarms: alarms.count,
    alarmSeconds: alarms.pictures / plan.rate,
    recall: recall.part,
    objects: shown,
    falseObjects: wrong,
    settlingSeconds: settling,
    milliseconds: milliseconds / (plan.seconds * plan.rate),
  };
}
