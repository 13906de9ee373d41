import { addon } from '../../../../hal/native/addon.ts';
import { Scene } from './scene.ts';
import { makeThings } from './things.ts';
import { type Outcome, watch } from './watch.ts';
import { infraredAt, type WeatherName, weathers } from './weathers.ts';

/** Bounds of a scene's outcome; busy scenes have persons and cars. */
interface SceneRow {
  readonly weather: WeatherName;
  readonly contrast?: number;
  readonly stop?: number;
  readonly told?: boolean;
  readonly floor: { readonly alarms?: number; readonly falseObjects: number; readonly recall?: number };
}

const silent = { alarms: 0, falseObjects: 0 };

export const scenes: Readonly<Record<string, SceneRow>> = {
  'noise 6': { weather: 'noise 6', floor: silent },
  'night 9': { weather: 'night 9', floor: silent },
  cloud: { weather: 'cloud', floor: silent },
  'moving shadow': { weather: 'moving shadow', floor: silent },
  lamp: { weather: 'lamp', floor: silent },
  'corner lamp': { weather: 'corner lamp', floor: silent },
  flicker: { weather: 'flicker', floor: silent },
  'exposure steps': { weather: 'exposure steps', floor: silent },
  rain: { weather: 'rain', floor: silent },
  tree: { weather: 'tree', floor: { alarms: 3, falseObjects: 6 } },
  headlights: { weather: 'headlights', floor: { alarms: 9, falseObjects: 9 } },
  shake: { weather: 'shake', floor: { alarms: 0, falseObjects: 3 } },
  'infrared untold': { weather: 'infrared', floor: { alarms: 3, falseObjects: 16 } },
  'infrared told': { weather: 'infrared', told: true, floor: silent },
  'busy: plain': { weather: 'calm', contrast: 60, floor: { falseObjects: 1, recall: 0.88 } },
  'busy: low contrast': { weather: 'calm', contrast: 28, floor: { falseObjects: 1, recall: 0.88 } },
  'busy: night 7': { weather: 'night 7', contrast: 60, floor: { falseObjects: 1, recall: 0.78 } },
  'busy: cars stop': { weather: 'calm', contrast: 60, stop: 12, floor: { falseObjects: 2, recall: 0.86 } },
  'busy: cloud': { weather: 'cloud', contrast: 60, floor: { falseObjects: 2, recall: 0.88 } },
  'busy: moving shadow': { weather: 'moving shadow', contrast: 60, floor: { falseObjects: 4, recall: 0.6 } },
  'busy: infrared untold': { weather: 'infrared', contrast: 60, floor: { falseObjects: 17, recall: 0.55 } },
};

const size = { width: 320, height: 180 };

/** Runs a scene at 10 pictures a second. */
export function runScene(row: SceneRow, seconds: number, seed: number): Outcome {
  const { weather, contrast = 0, stop = 0, told = false } = row;
  const count = contrast > 0 ? Math.max(2, Math.round(seconds / 5.7)) : 0;
  const things = makeThings(size, { count, seconds, contrast, stop }, seed * 31);
  const scene = new Scene(size, weathers[weather], things, seed);
  return watch(scene, size, {
    seconds,
    rate: 10,
    before: (analyser, time) => {
      if (told && time === infraredAt) addon.holdAnalyser(analyser, 2);
    },
  });
}
