import { whereabouts } from '../../geometry/area.ts';
import type { Point, Scene } from '../../scene/scene.ts';
import type { RuleMachine, RuleStep } from '../machine.ts';

/** @internal Parameters of tt:ObjectDetection (Analytics, A.7). */
export interface ObjectDetectionParameters {
  /** Classes that are told; empty: all. */
  readonly classFilter: readonly string[];
  /** 0..100. */
  readonly confidenceLevel: number;
  /** Milliseconds. */
  readonly dwellTime: number;
  /** Empty: the whole picture. */
  readonly field: readonly Point[];
}

interface DetectionState {
  readonly parameters: ObjectDetectionParameters;
  /** For each object and class (`3 Human`) the time from which on it is there, as `Scene.delayTime`. */
  readonly since: ReadonlyMap<string, number>;
  /** For each class that was told the last time with an object of it. */
  readonly present: ReadonlyMap<string, number>;
}

/** Milliseconds for which a class stays after its last object. */
const lingering = 2000;

/** Classes of the objects that count in a scene, with a name for each pair. */
function* classesIn(
  { classFilter, confidenceLevel, field }: ObjectDetectionParameters,
  { objects }: Scene,
): Iterable<{ readonly type: string; readonly name: string }> {
  for (const { id, classes, point } of objects) {
    if (whereabouts(field, point) === 'outside') continue;
    for (const { type, likelihood } of classes)
      if (likelihood * 100 >= confidenceLevel && (classFilter.length === 0 || classFilter.includes(type)))
        yield { type, name: `${id} ${type}` };
  }
}

function step(state: DetectionState, present: ReadonlyMap<string, number>, utc: number): RuleStep<DetectionState> {
  const [before, after] = [state.present, present].map((one) => [...one.keys()].toSorted().join(' '));
  const messages = before === after ? [] : [{ data: [{ name: 'ClassTypes', value: after ?? '' }], utc }];
  return { state: { ...state, present }, messages };
}

function next(state: DetectionState, scene: Scene): RuleStep<DetectionState> {
  const { parameters } = state;
  const { delayTime, utc } = scene;
  const since = new Map<string, number>();
  const present = new Map([...state.present].filter(([, at]) => delayTime - at < lingering));
  for (const { type, name } of classesIn(parameters, scene)) {
    const from = state.since.get(name) ?? delayTime;
    since.set(name, from);
    if (delayTime - from >= parameters.dwellTime) present.set(type, delayTime);
  }
  return step({ ...state, since }, present, utc);
}

/** Classes of objects in view, told on each change; an empty list when none is left (ANA-39). */
export const objectDetection: RuleMachine<ObjectDetectionParameters, DetectionState> = {
  initial: (parameters) => ({ state: { parameters, since: new Map(), present: new Map() }, messages: [] }),
  next,
  reset: (state, utc) => step({ ...state, since: new Map() }, new Map(), utc),
};
