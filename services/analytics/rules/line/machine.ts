import { type Barrier, barrierOf } from '../../geometry/polyline.ts';
import type { Point } from '../../scene/scene.ts';
import { type Crossings, crossingsAfter, noCrossings } from '../crossings.ts';
import type { RuleMachine } from '../machine.ts';
import { type ClassParameters, isWanted, objectItems } from '../object-items.ts';

/** Direction that is prohibited; Any for both (tt:Direction). */
export type Direction = 'Any' | 'Left' | 'Right';

/** @internal Parameters of tt:LineDetector (Analytics, A.2). */
export interface LineParameters extends ClassParameters {
  readonly direction: Direction;
  readonly segments: readonly Point[];
}

interface LineState {
  readonly parameters: LineParameters;
  readonly line: Barrier;
  readonly crossings: Crossings;
  /** For each object the time of its last event, as `Scene.delayTime`. */
  readonly told: ReadonlyMap<number, number>;
}

/** Milliseconds between events of the same object. */
const pause = 1000;

/** Tells each object that crosses a line in the prohibited direction (ANA-30). */
export const line: RuleMachine<LineParameters, LineState> = {
  initial: (parameters) => ({
    state: { parameters, line: barrierOf(parameters.segments), crossings: noCrossings, told: new Map() },
    messages: [],
  }),
  next: (state, scene) => {
    const { direction, classFilter } = state.parameters;
    const { crossings, found } = crossingsAfter(state.crossings, scene, [state.line]);
    const told = new Map([...state.told].filter(([, at]) => scene.delayTime - at < pause));
    const fresh = found.filter(
      ({ object, side }) =>
        (direction === 'Any' || direction === side) && isWanted(object, classFilter) && !told.has(object.id),
    );
    for (const { object } of fresh) told.set(object.id, scene.delayTime);
    const messages = fresh.map(({ object }) => ({ data: objectItems([object]), utc: scene.utc }));
    return { state: { ...state, crossings, told }, messages };
  },
  reset: (state) => ({ state: { ...state, crossings: noCrossings }, messages: [] }),
};
