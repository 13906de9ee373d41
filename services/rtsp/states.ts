/** States of a session (RFC 2326 A.2). */
export type SessionState = 'Init' | 'Ready' | 'Playing';

export type SessionMethod = 'SETUP' | 'PLAY' | 'PAUSE' | 'TEARDOWN';

/** State after each method; a method that is missing in a state is answered with 455. */
const transitions: Readonly<Record<SessionState, Partial<Readonly<Record<SessionMethod, SessionState>>>>> = {
  Init: { SETUP: 'Ready', TEARDOWN: 'Init' },
  Ready: { SETUP: 'Ready', PLAY: 'Playing', TEARDOWN: 'Init' },
  // A SETUP while playing changes the transport of a track (RFC 2326 10.4).
  Playing: { SETUP: 'Playing', PLAY: 'Playing', PAUSE: 'Ready', TEARDOWN: 'Init' },
};

/** The state after a method, undefined when it is not valid in this state. */
export function nextState(state: SessionState, method: SessionMethod): SessionState | undefined {
  return transitions[state][method];
}

/** All methods the server answers, in the order of the Public header. */
export const publicMethods: readonly string[] = [
  'OPTIONS',
  'DESCRIBE',
  'SETUP',
  'PLAY',
  'PAUSE',
  'TEARDOWN',
  'GET_PARAMETER',
  'SET_PARAMETER',
];

/** Methods of the RFC that a live camera does not have (STR-42): 405, where an unknown word is 501. */
export const refusedMethods: ReadonlySet<string> = new Set(['ANNOUNCE', 'RECORD', 'REDIRECT']);
