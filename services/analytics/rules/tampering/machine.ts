import type { Scene } from '../../scene/scene.ts';
import { type Delayed, delayed, quiet } from '../delayed.ts';
import type { RuleMachine, RuleMessage, RuleStep } from '../machine.ts';
import { stateMessage } from '../state-message.ts';
import { measureOf, type Sharpness, sharpnessAfter, type TamperingMode } from './measures.ts';

/** @internal Parameters of tt:TamperingDetection (Analytics, annex D). */
export interface TamperingParameters {
  readonly mode: TamperingMode;
  /** 0..100. */
  readonly threshold: number;
  /** Milliseconds. */
  readonly duration: number;
}

interface TamperingState {
  readonly parameters: TamperingParameters;
  readonly alarm: Delayed;
  readonly sharpness: Sharpness | undefined;
}

/** Topic of each mode. */
export const tamperingTopics: Readonly<Record<TamperingMode, string>> = {
  GlobalSceneChange: 'tns1:VideoSource/GlobalSceneChange/AnalyticsService',
  ImageTooDark: 'tns1:VideoSource/ImageTooDark/AnalyticsService',
  ImageTooBright: 'tns1:VideoSource/ImageTooBright/AnalyticsService',
  ImageTooBlurry: 'tns1:VideoSource/ImageTooBlurry/AnalyticsService',
};

/** Part of the threshold below which an alarm ends. */
const hysteresis = 0.9;
/** Milliseconds for which another scene is told at least. */
const leastSceneChange = 5000;

function message(parameters: TamperingParameters, on: boolean, utc: number, operation?: 'Initialized'): RuleMessage {
  return { ...stateMessage('State', on, utc, operation), topic: tamperingTopics[parameters.mode] };
}

function step(state: TamperingState, alarm: Delayed, utc: number): RuleStep<TamperingState> {
  const messages = alarm.on === state.alarm.on ? [] : [message(state.parameters, alarm.on, utc)];
  return { state: { ...state, alarm }, messages };
}

function next(state: TamperingState, scene: Scene): RuleStep<TamperingState> {
  if (!scene.picture) return { state, messages: [] };
  const { parameters, alarm, sharpness } = state;
  const { mode, threshold, duration } = parameters;
  const value = measureOf(mode, scene.measures, sharpness);
  const active = value === undefined ? alarm.on : value > threshold * (alarm.on ? hysteresis : 1);
  const off = mode === 'GlobalSceneChange' ? Math.max(leastSceneChange, duration) : duration;
  const after = delayed(alarm, active, scene, { on: duration, off });
  // What is usual is not learned of pictures that may be tampered with.
  const learns = !after.on && after.changing === undefined;
  const next = learns ? sharpnessAfter(sharpness, scene.measures, scene.delayTime) : sharpness;
  const usual = next === undefined ? undefined : { ...next, at: scene.delayTime };
  return step({ ...state, sharpness: usual }, after, scene.utc);
}

/** Covered, blinded, defocused or turned cameras (ANA-39, IMG-12). */
export const tampering: RuleMachine<TamperingParameters, TamperingState> = {
  initial: (parameters, { utc }) => ({
    state: { parameters, alarm: quiet, sharpness: undefined },
    messages: [message(parameters, false, utc, 'Initialized')],
  }),
  next,
  reset: (state, utc) => step({ ...state, sharpness: undefined }, quiet, utc),
};
