import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../../../services/faults/fault.ts';
import { nextTourState, type TourInput, type TourState } from '../../../../services/ptz/tours/tour-states.ts';

const states = suite('states of a tour');

const rows: readonly (readonly [TourState, TourInput, TourState | 'InvalidPresetTour'])[] = [
  ['Idle', 'Start', 'Touring'],
  ['Idle', 'Stop', 'Idle'],
  ['Idle', 'Pause', 'InvalidPresetTour'],
  ['Touring', 'Start', 'Touring'],
  ['Touring', 'Stop', 'Idle'],
  ['Touring', 'Pause', 'Paused'],
  ['Touring', 'finished', 'Idle'],
  ['Touring', 'overridden', 'Paused'],
  ['Paused', 'Start', 'Touring'],
  ['Paused', 'Stop', 'Idle'],
  ['Paused', 'Pause', 'Paused'],
];

for (const [state, input, next] of rows) {
  states(`${state} and ${input} give ${next}`, () => {
    if (next !== 'InvalidPresetTour') assert.is(nextTourState(state, input), next);
    else
      assert.throws(
        () => nextTourState(state, input),
        (error: unknown) => error instanceof Fault && error.faultName === next,
      );
  });
}

states.run();
