import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Contributor, DesiredState } from '../../../firmware/control/desired-state.ts';

const states = suite('desired state');

/** Contributor that lengthens the realm, so that order shows, and can be made to change. */
function adding(text: string): Contributor & { change(): void } {
  const listeners: (() => void)[] = [];
  return {
    contribute: (state) => ({ ...state, realm: state.realm + text }),
    onChange: (listener) => void listeners.push(listener),
    change: () => {
      for (const listener of listeners) listener();
    },
  };
}

states('holds nothing without contributors: no stream, no user', () => {
  const { media, paths, users } = new DesiredState([]).get();
  assert.equal([paths, users, Object.values(media).flat()], [[], [], []]);
});

states('is made by all contributors in their order, anew at each call', () => {
  let last = 'c';
  const state = new DesiredState([
    adding('a'),
    adding('b'),
    { contribute: (before) => ({ ...before, realm: before.realm + last }) },
  ]);
  assert.is(state.get().realm, 'abc');
  last = 'd';
  assert.is(state.get().realm, 'abd');
});

states('tells of a change of each contributor', () => {
  const parts = [adding('a'), adding('b')];
  let told = 0;
  new DesiredState(parts).onChange(() => {
    told += 1;
  });
  for (const part of parts) part.change();
  assert.is(told, 2);
});

states.run();
