import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nextState, type SessionMethod, type SessionState } from '../../../services/rtsp/states.ts';

const states = suite('states');

const table: readonly [SessionState, SessionMethod, SessionState | undefined][] = [
  ['Init', 'SETUP', 'Ready'],
  ['Init', 'PLAY', undefined],
  ['Init', 'PAUSE', undefined],
  ['Init', 'TEARDOWN', 'Init'],
  ['Ready', 'SETUP', 'Ready'],
  ['Ready', 'PLAY', 'Playing'],
  ['Ready', 'PAUSE', undefined],
  ['Ready', 'TEARDOWN', 'Init'],
  ['Playing', 'SETUP', 'Playing'],
  ['Playing', 'PLAY', 'Playing'],
  ['Playing', 'PAUSE', 'Ready'],
  ['Playing', 'TEARDOWN', 'Init'],
];

for (const [state, method, next] of table) {
  states(`${method} in ${state} ${next === undefined ? 'is not valid' : `leads to ${next}`}`, () => {
    assert.is(nextState(state, method), next);
  });
}

states.run();
