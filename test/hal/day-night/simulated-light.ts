import { type AutomaticState, desiredParts, initialState, next } from '../../../hal/day-night/automatic.ts';
import type { AutomaticRules } from '../../../hal/day-night/automatic-rules.ts';

/** Value by second. */
export type Curve = (second: number) => number;

interface SimulatedLight {
  readonly rules: AutomaticRules;
  readonly seconds: number;
  /** Ambient light, lux. */
  readonly ambient: Curve;
  /** Light of the camera's lamps on the sensor, lux. */
  readonly lamp?: Curve;
  /** Highest reading of the sensor, lux. */
  readonly fullScale?: number;
  readonly from?: AutomaticState;
}

interface Seen {
  /** Switches: second and new phase. */
  readonly switches: readonly (readonly [number, 'day' | 'night'])[];
  /** Number of times the lamps were off at night. */
  readonly blinks: number;
  readonly state: AutomaticState;
}

/** Runs the state machine with a reading each second, and lamps that switch after 0.3 s. */
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

/** Exponential change from one light to another, as at dusk and dawn. */
export function slope(start: number, end: number, begins: number, lasts: number): Curve {
  return (second) => start * (end / start) ** Math.min(1, Math.max(0, (second - begins) / lasts));
}

/** Light in pieces of seconds and lux; the last one stays. */
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
