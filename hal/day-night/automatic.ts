import type { AutomaticRules } from './automatic-rules.ts';
import { type LockOut, locked, noLockOut, switched } from './lock-out.ts';
import { failedProbe, freshProbes, type ProbePace, routineTime } from './probe-pace.ts';

/**
 * State machine of day and night: `next(rules, state, input)`. Light of the camera's own lamps is subtracted from the readings: it is
 * measured when the lamps are switched on, and by switching them off for a moment (a probe) before a change to day. Times are
 * milliseconds of one monotonic clock.
 */
export type AutomaticInput =
  /** Reading that began at `at`. */
  | { readonly kind: 'reading'; readonly at: number; readonly lux: number }
  | { readonly kind: 'failure'; readonly at: number }
  /** Change of lamps that the sensor sees: `lit` while any shines, `settle` (ms) until a reading shows the change. */
  | { readonly kind: 'lights'; readonly at: number; readonly lit: boolean; readonly settle: number }
  /** Change of the rules. */
  | { readonly kind: 'rules'; readonly at: number };

type Step =
  | { readonly kind: 'watching' }
  /** Lamps were switched on: the next reading minus `ambient` is their contribution. */
  | { readonly kind: 'measuring'; readonly ambient: number }
  /** Lamps are to be off for a probe; `decisive`: a bright reading changes to day. */
  | { readonly kind: 'probing'; readonly since: number; readonly decisive: boolean };

export interface AutomaticState {
  /** undefined before the first reading. */
  readonly phase: 'day' | 'night' | undefined;
  readonly step: Step;
  readonly sensor: 'unknown' | 'fine' | 'failed';
  /** Consecutive failed readings. */
  readonly failures: number;
  /** Light without that of the camera's lamps, lux. */
  readonly ambient: number | undefined;
  /** Light of the camera's lamps, lux. */
  readonly contribution: number;
  readonly lit: boolean;
  /** Readings that began earlier are ignored, since the lamps have just changed. */
  readonly ignoreUntil: number;
  readonly lastReading: number | undefined;
  /** Whether the last reading was beyond the boundary to the other phase. */
  readonly beyond: boolean;
  /** Time (ms) of light beyond that boundary minus the time on this side; 0 to the delay. */
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
  ignoreUntil: Number.NEGATIVE_INFINITY,
  lastReading: undefined,
  beyond: false,
  evidence: 0,
  lockOut: noLockOut,
  probes: freshProbes,
};

/** Consecutive failed readings after which the sensor counts as failed. */
const failuresToFail = 3;
/** Longest time (ms) before a reading that the reading covers. */
const longestGap = 5000;
/** Time (ms) after which a probe ends if the lamps do not switch off. */
const probeTime = 10_000;
/** Ratio of lamp light to the boundary to day above which the lamps may hide daylight from the sensor. */
const outshining = 10;
const watching: Step = { kind: 'watching' };

/** Desired state of filter and lamps; `hidden`: lamps that the sensor sees are off for a moment. */
export interface DesiredParts {
  /** undefined: unchanged. */
  readonly filter: 'in' | 'out' | undefined;
  readonly lights: 'on' | 'off' | 'hidden';
}

/** Desired parts of a state. */
export function desiredParts({ phase, step }: AutomaticState): DesiredParts {
  if (phase === 'night') return { filter: 'out', lights: step.kind === 'probing' ? 'hidden' : 'on' };
  return { filter: phase === undefined ? undefined : 'in', lights: 'off' };
}

/** State after an input. */
export function next(rules: AutomaticRules, state: AutomaticState, input: AutomaticInput): AutomaticState {
  const sensed = sense(state, input);
  if (rules.mode !== 'AUTO') return force(sensed, rules.mode === 'ON' ? 'day' : 'night');
  if (input.kind === 'rules') return { ...sensed, evidence: 0, beyond: false };
  if (sensed.sensor === 'failed') return keep(sensed, input.at);
  if (input.kind !== 'reading' || input.at < sensed.ignoreUntil) return sensed;
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

function relight(state: AutomaticState, lit: boolean, ignoreUntil: number): AutomaticState {
  const lights = { lit, ignoreUntil };
  if (!lit) return { ...state, ...lights, contribution: 0 };
  // Without an earlier reading the contribution is unknown until a probe.
  if (state.ambient === undefined || state.step.kind === 'probing') return { ...state, ...lights };
  return { ...state, ...lights, step: { kind: 'measuring', ambient: state.ambient } };
}

function read(state: AutomaticState, { at, lux }: { readonly at: number; readonly lux: number }): AutomaticState {
  if (at < state.ignoreUntil) return state;
  const { step, lit } = state;
  const added = step.kind === 'measuring' ? Math.max(0, lux - step.ambient) : state.contribution;
  // Ambient light is never negative: a reading below the contribution corrects the contribution.
  const contribution = lit ? Math.min(added, lux) : 0;
  return {
    ...state,
    step: step.kind === 'measuring' ? watching : step,
    contribution,
    ambient: lux - contribution,
  };
}

/** State with the phase of the mode; the light is still measured. */
function force(state: AutomaticState, phase: 'day' | 'night'): AutomaticState {
  const step = state.step.kind === 'probing' ? watching : state.step;
  return { ...state, phase, step, evidence: 0, beyond: false };
}

/** State without a working sensor: the phase stays, or is day when none was decided. */
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

/** State after a reading during a probe: with the lamps off it is ambient light. */
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
