import { type AutomaticState, desiredParts, initialState, next } from '../../../hal/day-night/automatic.ts';
import type { AutomaticRules } from '../../../hal/day-night/automatic-rules.ts';

/** Something over time, by the second. */
export type Curve = (second: number) => number;

interface SimulatedLight {
  readonly rules: AutomaticRules;
  readonly seconds: number;
  /** lux */
  readonly ambient: Curve;
  /** lux that the camera's own lights throw on the sensor. */
  readonly lamp?: Curve;
  /** lux; what the sensor shows at most. */
  readonly fullScale?: number;
  readonly from?: AutomaticState;
}

interface Seen {
  /** Seconds and what it became. */
  readonly switches: readonly (readonly [number, 'day' | 'night'])[];
  /** How often the lights went off while it was night. */
  readonly blinks: number;
  readonly state: AutomaticState;
}

/** Runs the state machine with a reading each second, and lights that follow after 0.3 s. */
export function simulate({ rules, seconds, ambient, lamp, fullScale, from }: SimulatedLight): Seen {
  let state = next(rules, from ?? initialState, { kind: 'rules', at: 0 });
  const switches: [number, 'day' | 'night'][] = [];
  let blinks = 0;
  for (let second = 0; second < seconds; second++) {
    const { phase } = state;
    const seen = ambient(second) + (state.lit ? (lamp?.(second) ?? 0) : 0);
    const lux = Math.min(seen, fullScale ?? Number.POSITIVE_INFINITY);
    state = next(rules, state, { kind: 'reading', at: second * 1000, lux });
    if (phase !== undefined && state.phase !== phase && state.phase !== undefined) switches.push([second, state.phase]);
    const wanted = desiredParts(state).lights;
    if (lamp === undefined || (wanted === 'on') === state.lit) continue;
    if (wanted === 'hidden') blinks += 1;
    state = next(rules, state, { kind: 'lights', at: second * 1000 + 300, lit: wanted === 'on', settle: 200 });
  }
  return { switches, blinks, state };
}

/** From one light to another in even steps of proportion, as dusk and dawn are. */
export function slope(start: number, end: number, begins: number, lasts: number): Curve {
  return (second) => start * (end / start) ** Math.min(1, Math.max(0, (second - begins) / lasts));
}

/** Light in pieces: seconds, lux. The last one stays. */
export function pieces(...rows: readonly (readonly [number, number])[]): Curve {
  return (second) => {
    let end = 0;
    for (const [lasts, lux] of rows) {
      end += lasts;
      if (second < end) return lux;
    }
    return rows.at(-1)?.[1] ?? 0;
  };
}
