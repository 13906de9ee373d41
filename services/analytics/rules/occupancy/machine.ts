import { type Barrier, barrierOf } from '../../geometry/polyline.ts';
import type { Point } from '../../scene/scene.ts';
import { begunCounter, type Counter, type CounterParameters, counted } from '../counter.ts';
import { type Crossings, crossingsAfter, noCrossings } from '../crossings.ts';
import type { RuleMachine } from '../machine.ts';
import { type ClassParameters, isWanted } from '../object-items.ts';

/** @internal Parameters of tt:OccupancyCounting (Analytics, A.6). */
export interface OccupancyParameters extends ClassParameters, CounterParameters {
  readonly segments: readonly (readonly Point[])[];
}

interface OccupancyState {
  readonly parameters: OccupancyParameters;
  readonly lines: readonly Barrier[];
  readonly crossings: Crossings;
  readonly counter: Counter;
}

/** Objects inside an enclosure: passing its lines from left to right enters, from right to left leaves (ANA-39). */
export const occupancy: RuleMachine<OccupancyParameters, OccupancyState> = {
  initial: (parameters, start, memory) => {
    const { counter, messages } = begunCounter(parameters, start, memory);
    return {
      state: { parameters, lines: parameters.segments.map(barrierOf), crossings: noCrossings, counter },
      messages,
    };
  },
  next: (state, scene) => {
    const { parameters, lines } = state;
    const { crossings, found } = crossingsAfter(state.crossings, scene, lines);
    const wanted = found.filter(({ object }) => isWanted(object, parameters.classFilter));
    const change = wanted.reduce((sum, { side }) => sum + (side === 'Right' ? 1 : -1), 0);
    const { counter, messages } = counted(state.counter, change, scene, parameters);
    return { state: { ...state, crossings, counter }, messages };
  },
  reset: (state) => ({ state: { ...state, crossings: noCrossings }, messages: [] }),
  memory: ({ counter: { count, resetAt } }) => ({ count, resetAt }),
};
