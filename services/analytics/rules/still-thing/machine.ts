import { isInside } from '../../geometry/polygon.ts';
import type { Point, StillThing } from '../../scene/scene.ts';
import type { RuleMachine } from '../machine.ts';

/** @internal Parameters of tt:ObjectAbandoned and tt:ObjectRemoved (Analytics, A.8 and A.9). */
export interface StillThingParameters {
  readonly field: readonly Point[];
  /** Milliseconds. */
  readonly timeThreshold: number;
  /** 0..1; the higher, the fainter things are told. */
  readonly sensitivity: number;
}

interface StillThingState {
  readonly parameters: StillThingParameters;
  /** Things that are there and were told. */
  readonly told: ReadonlySet<number>;
}

/** Rule type that tells things of a kind once, when they are there for long enough. */
function stillThingMachine(kind: StillThing['kind']): RuleMachine<StillThingParameters, StillThingState> {
  return {
    initial: (parameters) => ({ state: { parameters, told: new Set() }, messages: [] }),
    next: (state, { things, delayTime, utc }) => {
      const { field, timeThreshold, sensitivity } = state.parameters;
      const due = things.filter(
        (thing) =>
          thing.kind === kind &&
          thing.clarity >= 1 - sensitivity &&
          delayTime - thing.since >= timeThreshold &&
          (field.length < 3 || isInside(field, thing.centre)),
      );
      const fresh = due.filter(({ id }) => !state.told.has(id));
      const told = new Set([...state.told].filter((id) => things.some((thing) => thing.id === id)));
      for (const { id } of fresh) told.add(id);
      const messages =
        fresh.length === 0 ? [] : [{ data: [{ name: 'ObjectId', value: fresh.map(({ id }) => id).join(' ') }], utc }];
      return { state: { ...state, told }, messages };
    },
    reset: (state) => ({ state: { ...state, told: new Set() }, messages: [] }),
  };
}

/** Things that were put down and that nobody attends (ANA-39). */
export const objectAbandoned: RuleMachine<StillThingParameters, StillThingState> = stillThingMachine('left');

/** Parts of the usual scene that were taken away (ANA-39). */
export const objectRemoved: RuleMachine<StillThingParameters, StillThingState> = stillThingMachine('removed');
