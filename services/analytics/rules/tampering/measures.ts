import type { SceneMeasures } from '../../scene/scene.ts';

/** Modes of tt:TamperingDetection that are judged by pictures (Analytics, annex D). */
export type TamperingMode = 'GlobalSceneChange' | 'ImageTooDark' | 'ImageTooBright' | 'ImageTooBlurry';

/** Sharpness that is usual: detail by contrast, averaged. */
export interface Sharpness {
  readonly usual: number;
  /** Milliseconds for which it was averaged, up to `averaging`. */
  readonly known: number;
  /** Time of the last picture, as `Scene.delayTime`. */
  readonly at: number;
}

/** Milliseconds of the average, and of those before it is used. */
const averaging = 600_000;
const leastKnown = 10_000;
/** Levels of contrast below which a picture has no sharpness. */
const leastContrast = 10;

function sharpnessOf({ detail, bright, dark }: SceneMeasures): number | undefined {
  return bright - dark < leastContrast ? undefined : detail / (bright - dark);
}

/** The usual sharpness after a picture. Pictures of a covered or empty scene change nothing. */
export function sharpnessAfter(
  before: Sharpness | undefined,
  measures: SceneMeasures,
  now: number,
): Sharpness | undefined {
  const present = sharpnessOf(measures);
  if (present === undefined) return before;
  if (before === undefined) return { usual: present, known: 0, at: now };
  const passed = Math.max(0, now - before.at);
  const known = Math.min(averaging, before.known + passed);
  const part = known === 0 ? 1 : Math.min(1, passed / known);
  return { usual: before.usual + (present - before.usual) * part, known, at: now };
}

/** How much a picture is of a mode, 0 to 100; undefined where that cannot be told. */
export function measureOf(
  mode: TamperingMode,
  measures: SceneMeasures,
  sharpness: Sharpness | undefined,
): number | undefined {
  const within = (value: number): number => Math.min(100, Math.max(0, value));
  switch (mode) {
    case 'ImageTooDark':
      return within(100 - (100 * measures.bright) / 255);
    case 'ImageTooBright':
      return within((100 * measures.dark) / 255);
    case 'GlobalSceneChange':
      return measures.likeness === undefined ? undefined : within(100 * (1 - measures.likeness));
    case 'ImageTooBlurry': {
      const present = sharpnessOf(measures);
      if (present === undefined || sharpness === undefined || sharpness.known < leastKnown) return undefined;
      return within(100 * (1 - present / Math.max(sharpness.usual, 1e-6)));
    }
  }
}
