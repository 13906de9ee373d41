import type { PictureState } from '../../ports/picture-state.ts';

/** Measures of a picture, as `framesink` makes them. */
interface PictureMeasure {
  /** Luma 0..1 below which, and above which, a tenth of the pixels are. */
  readonly darkest: number;
  readonly lightest: number;
  /** Steepness of the sharpest edges, 0..1; undefined for a picture without contrast. */
  readonly edges: number | undefined;
  /** Likeness to the pictures of the last half minute, -1..1. */
  readonly likeness: number;
}

interface Rule {
  readonly name: keyof PictureState;
  readonly begins: (measure: PictureMeasure) => boolean;
  /** Not the opposite of `begins`: between the two the state stays. */
  readonly ends: (measure: PictureMeasure) => boolean;
}

const rules: readonly Rule[] = [
  {
    name: 'tooBlurry',
    begins: ({ edges = 1 }) => edges < 0.15,
    ends: ({ edges = 0 }) => edges > 0.22,
  },
  { name: 'tooDark', begins: ({ lightest }) => lightest < 0.15, ends: ({ lightest }) => lightest > 0.22 },
  { name: 'tooBright', begins: ({ darkest }) => darkest > 0.85, ends: ({ darkest }) => darkest < 0.75 },
  { name: 'sceneChanged', begins: ({ likeness }) => likeness < 0.5, ends: ({ likeness }) => likeness > 0.75 },
];

const fine: PictureState = { tooBlurry: false, tooDark: false, tooBright: false, sceneChanged: false };

/** Shortest time (ms) between two measures: `framesink` makes two a second. */
const interval = 490;

/** Measures in a row, two a second, before a state begins or ends: a passing van is no fault. @internal */
export const measuresNeeded = 6;

/** undefined for text that is no measure. */
function measureOf(text: string): PictureMeasure | undefined {
  const [darkest, lightest, edges, likeness] = text.replaceAll('"', '').split('/').map(Number);
  if (darkest === undefined || lightest === undefined || edges === undefined || likeness === undefined)
    return undefined;
  if ([darkest, lightest, edges, likeness].some((value) => !Number.isFinite(value))) return undefined;
  return { darkest, lightest, edges: edges < 0 ? undefined : edges, likeness };
}

/** Judges the pictures of a camera by their measures, with hysteresis. */
export class PictureWatch {
  readonly #told: (state: PictureState) => void;
  readonly #counts = new Map<string, number>();
  #state: PictureState | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param told called with the first measure, and when the state changes */
  constructor(told: (state: PictureState) => void) {
    this.#told = told;
  }

  /** Takes the newest measure, twice a second at most; unreadable text is ignored. @param now monotonic, ms */
  look(now: number, text: string | undefined): void {
    const measure = text === undefined ? undefined : measureOf(text);
    if (measure === undefined || now - this.#lookedAt < interval) return;
    this.#lookedAt = now;
    const before = this.#state ?? fine;
    const changes = rules.map(({ name, begins, ends }) => {
      const turns = before[name] ? ends(measure) : begins(measure);
      const count = turns ? (this.#counts.get(name) ?? 0) + 1 : 0;
      this.#counts.set(name, count < measuresNeeded ? count : 0);
      return [name, count < measuresNeeded ? before[name] : !before[name]] as const;
    });
    const after: PictureState = { ...before, ...Object.fromEntries(changes) };
    const same = this.#state !== undefined && rules.every(({ name }) => after[name] === before[name]);
    this.#state = after;
    if (!same) this.#told(after);
  }

  /** Begins anew: the measures before belong to another start of the camera. */
  reset(): void {
    this.#counts.clear();
  }
}
