import { type Barrier, barrierOf } from '../../geometry/polyline.ts';
import type { Point, Scene } from '../../scene/scene.ts';
import { begunCounter, type Counter, type CounterParameters, counted } from '../counter.ts';
import { type Crossings, crossingsAfter, noCrossings } from '../crossings.ts';
import type { Direction } from '../line/machine.ts';
import type { RuleMachine, RuleStep } from '../machine.ts';
import { type ClassParameters, isWanted } from '../object-items.ts';

/** @internal Parameters of tt:LineCounting (Analytics, A.5). */
export interface LineCountingParameters extends ClassParameters, CounterParameters {
  readonly segments: readonly (readonly Point[])[];
  readonly direction: Direction;
  /** Whether an object counts once it passed all lines; else each passing of a line counts. */
  readonly passAllPolylines: boolean;
}

interface CountingState {
  readonly parameters: LineCountingParameters;
  readonly lines: readonly Barrier[];
  readonly crossings: Crossings;
  /** Lines that each object has passed. */
  readonly passed: ReadonlyMap<number, ReadonlySet<number>>;
  readonly counter: Counter;
}

function next(state: CountingState, scene: Scene): RuleStep<CountingState> {
  const { parameters, lines } = state;
  const { direction, classFilter, passAllPolylines } = parameters;
  const { crossings, found } = crossingsAfter(state.crossings, scene, lines);
  const passed = new Map(scene.objects.map(({ id }) => [id, state.passed.get(id) ?? new Set<number>()] as const));
  let change = 0;
  for (const { object, line, side } of found) {
    if ((direction !== 'Any' && direction !== side) || !isWanted(object, classFilter)) continue;
    const all = new Set(passed.get(object.id)).add(line);
    const full = !passAllPolylines || all.size === lines.length;
    change += full ? 1 : 0;
    passed.set(object.id, full ? new Set() : all);
  }
  const { counter, messages } = counted(state.counter, change, scene, parameters);
  return { state: { ...state, crossings, passed, counter }, messages };
}

/** Number of objects that passed lines since the last reset (ANA-34). */
export const lineCounting: RuleMachine<LineCountingParameters, CountingState> = {
  initial: (parameters, start, memory) => {
    const { counter, messages } = begunCounter(parameters, start, memory);
    const lines = parameters.segments.map(barrierOf);
    return { state: { parameters, lines, crossings: noCrossings, passed: new Map(), counter }, messages };
  },
  next,
  reset: (state) => ({ state: { ...state, crossings: noCrossings, passed: new Map() }, messages: [] }),
  memory: ({ counter: { count, resetAt } }) => ({ count, resetAt }),
};
