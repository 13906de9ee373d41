import type { AutomaticRules } from './automatic-rules.ts';
import { type LockOut, locked, noLockOut, switched } from './lock-out.ts';
import { failedProbe, freshProbes, type ProbePace, routineTime } from './probe-pace.ts';

/**
 * Day or night as a state machine: `next(rules, state, input)`. Light that the camera itself throws on its sensor is taken off:
 * what the lights add is measured each time they come on, and by putting them out for a moment (a probe) before day is called.
 * Times are milliseconds of one monotonic clock.
 */
export type AutomaticInput =
  /** A reading that began at `at`. */
  | { readonly kind: 'reading'; readonly at: number; readonly lux: number }
  | { readonly kind: 'failure'; readonly at: number }
  /** Lights that the sensor sees were changed: whether any shines now, and how long (ms) until a reading tells of it. */
  | { readonly kind: 'lights'; readonly at: number; readonly lit: boolean; readonly settle: number }
  /** The rules are others. */
  | { readonly kind: 'rules'; readonly at: number };

type Step =
  | { readonly kind: 'watching' }
  /** The lights have come on: what the next reading has more than `ambient` is theirs. */
  | { readonly kind: 'measuring'; readonly ambient: number }
  /** The lights are wanted off to see what is left; `decisive` when day is called if it is bright. */
  | { readonly kind: 'probing'; readonly since: number; readonly decisive: boolean };

export interface AutomaticState {
  /** undefined until the first reading decided. */
  readonly phase: 'day' | 'night' | undefined;
  readonly step: Step;
  readonly sensor: 'unknown' | 'fine' | 'failed';
  /** In a row. */
  readonly failures: number;
  /** Light without the camera's own, lux. */
  readonly ambient: number | undefined;
  /** What the camera's own lights add, lux. */
  readonly contribution: number;
  readonly lit: boolean;
  /** Readings that began earlier say nothing: the lights were just changed. */
  readonly deafUntil: number;
  readonly lastReading: number | undefined;
  /** Whether the last reading was beyond the boundary to the other phase. */
  readonly beyond: boolean;
  /** Milliseconds of light beyond that boundary, less those on this side of it; 0 to the delay. */
  readonly evidence: number;
  readonly lockOut: LockOut;
  readonly probes: ProbePace;
}

export const initialState: AutomaticState = {
  phase: undefined,
  step: { kind: 'watching' },
  sensor: 'unknown',
  failures: 0,
  ambient: undefined,
  contribution: 0,
  lit: false,
  deafUntil: Number.NEGATIVE_INFINITY,
  lastReading: undefined,
  beyond: false,
  evidence: 0,
  lockOut: noLockOut,
  probes: freshProbes,
};

/** So many failures in a row are one of the sensor. */
const failuresToFail = 3;
/** A reading speaks for no more than this time before it, ms. */
const longestGap = 5000;
/** A probe that the lights do not follow is given up after this, ms. */
const probeTime = 10_000;
/** Lamps that add more than so many times the boundary to day may hide it from the sensor. */
const outshining = 10;
const watching: Step = { kind: 'watching' };

/** What state the filter and the lights should be in; `hidden`: those that the sensor sees are off for a moment. */
export interface Wishes {
  /** undefined: as it is. */
  readonly filter: 'in' | 'out' | undefined;
  readonly lights: 'on' | 'off' | 'hidden';
}

/** What a state asks for. */
export function wishes({ phase, step }: AutomaticState): Wishes {
  if (phase === 'night') return { filter: 'out', lights: step.kind === 'probing' ? 'hidden' : 'on' };
  return { filter: phase === undefined ? undefined : 'in', lights: 'off' };
}

/** The state after an input. */
export function next(rules: AutomaticRules, state: AutomaticState, input: AutomaticInput): AutomaticState {
  const sensed = sense(state, input);
  if (rules.mode !== 'AUTO') return force(sensed, rules.mode === 'ON' ? 'day' : 'night');
  if (input.kind === 'rules') return { ...sensed, evidence: 0, beyond: false };
  if (sensed.sensor === 'failed') return keep(sensed, input.at);
  if (input.kind !== 'reading' || input.at < sensed.deafUntil) return sensed;
  return sensed.step.kind === 'probing' ? probe(rules, sensed, input.at) : watch(rules, sensed, state, input.at);
}

function sense(state: AutomaticState, input: AutomaticInput): AutomaticState {
  switch (input.kind) {
    case 'rules':
      return state;
    case 'failure': {
      const failures = state.failures + 1;
      return { ...state, failures, sensor: failures >= failuresToFail ? 'failed' : state.sensor };
    }
    case 'lights':
      return relight(state, input.lit, input.at + input.settle);
    case 'reading':
      return { ...read(state, input), failures: 0, sensor: 'fine', lastReading: input.at };
  }
}

function relight(state: AutomaticState, lit: boolean, deafUntil: number): AutomaticState {
  const lights = { lit, deafUntil };
  if (!lit) return { ...state, ...lights, contribution: 0 };
  // Without a reading from before there is nothing to compare with: a probe will tell.
  if (state.ambient === undefined || state.step.kind === 'probing') return { ...state, ...lights };
  return { ...state, ...lights, step: { kind: 'measuring', ambient: state.ambient } };
}

function read(state: AutomaticState, { at, lux }: { readonly at: number; readonly lux: number }): AutomaticState {
  if (at < state.deafUntil) return state;
  const { step, lit } = state;
  const added = step.kind === 'measuring' ? Math.max(0, lux - step.ambient) : state.contribution;
  // Ambient light is never below zero: less light than the lights were thought to add corrects them.
  const contribution = lit ? Math.min(added, lux) : 0;
  return {
    ...state,
    step: step.kind === 'measuring' ? watching : step,
    contribution,
    ambient: lux - contribution,
  };
}

/** By mode: the light decides nothing, but goes on being measured. */
function force(state: AutomaticState, phase: 'day' | 'night'): AutomaticState {
  const step = state.step.kind === 'probing' ? watching : state.step;
  return { ...state, phase, step, evidence: 0, beyond: false };
}

/** Without a sensor it stays as it is; day when nothing was decided. */
function keep(state: AutomaticState, at: number): AutomaticState {
  const rest = state.step.kind === 'probing' ? giveUp(state, at) : state;
  return { ...rest, phase: state.phase ?? 'day', evidence: 0, beyond: false };
}

function watch(rules: AutomaticRules, sensed: AutomaticState, before: AutomaticState, at: number): AutomaticState {
  const ambient = sensed.ambient ?? 0;
  if (sensed.phase === undefined) return { ...sensed, phase: ambient < rules.toNight ? 'night' : 'day' };
  const toDay = sensed.phase === 'night';
  const beyond = toDay ? ambient > rules.toDay : ambient < rules.toNight;
  const delay = toDay ? rules.dayDelay : rules.nightDelay;
  const passed = Math.min(at - (before.lastReading ?? at), longestGap);
  const change = beyond ? (before.beyond ? passed : 0) : -passed;
  const evidence = Math.min(delay, Math.max(0, sensed.evidence + change));
  const state = { ...sensed, beyond, evidence };
  if (beyond && evidence >= delay && !locked(state.lockOut, at)) return decide(state, at);
  const outshone = toDay && state.lit && state.contribution > rules.toDay * outshining;
  const doubtful = outshone && at >= state.probes.nextRoutine;
  return doubtful ? { ...state, step: { kind: 'probing', since: at, decisive: false } } : state;
}

function decide(state: AutomaticState, at: number): AutomaticState {
  if (state.phase === 'day' || !state.lit) return change(state, at);
  if (at < state.probes.notBefore) return state;
  return { ...state, step: { kind: 'probing', since: at, decisive: true } };
}

/** The lights are off, or should be: what is left is ambient light. */
function probe(rules: AutomaticRules, state: AutomaticState, at: number): AutomaticState {
  if (state.step.kind !== 'probing') return state;
  if (state.lit) return at - state.step.since > probeTime ? giveUp(state, at) : state;
  const bright = (state.ambient ?? 0) > rules.toDay;
  if (bright && state.step.decisive) return change(state, at);
  return giveUp(state, at);
}

function giveUp(state: AutomaticState, at: number): AutomaticState {
  const decisive = state.step.kind === 'probing' && state.step.decisive;
  const probes = decisive ? failedProbe(state.probes, at) : { ...state.probes, nextRoutine: at + routineTime };
  return { ...state, step: watching, evidence: 0, beyond: false, probes };
}

function change(state: AutomaticState, at: number): AutomaticState {
  return {
    ...state,
    phase: state.phase === 'night' ? 'day' : 'night',
    step: watching,
    evidence: 0,
    beyond: false,
    lockOut: switched(state.lockOut, at),
    probes: { ...freshProbes, nextRoutine: at + freshProbes.nextRoutine },
  };
}
