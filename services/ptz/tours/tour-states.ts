import { Fault } from '../../faults/fault.ts';

export type TourState = 'Idle' | 'Touring' | 'Paused';

/** Inputs of a tour: operations of clients, `finished` after its last round or its time, `overridden` by another command of a client. */
export type TourInput = 'Start' | 'Stop' | 'Pause' | 'finished' | 'overridden';

/** Next state for each input; an input without one means nothing in that state. */
const next: Readonly<Record<TourState, { readonly [Input in TourInput]?: TourState }>> = {
  Idle: { Start: 'Touring', Stop: 'Idle' },
  Touring: { Start: 'Touring', Stop: 'Idle', Pause: 'Paused', finished: 'Idle', overridden: 'Paused' },
  Paused: { Start: 'Touring', Stop: 'Idle', Pause: 'Paused', overridden: 'Paused' },
};

/** State after an input. Fault: InvalidPresetTour where the input means nothing. */
export function nextTourState(state: TourState, input: TourInput): TourState {
  const found = next[state][input];
  if (found === undefined) throw new Fault('InvalidPresetTour', `${input} means nothing to a tour that is ${state}`);
  return found;
}
