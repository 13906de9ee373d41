import { whereabouts } from '../../geometry/area.ts';
import type { Point, Scene, SceneObject } from '../../scene/scene.ts';
import type { RuleMachine, RuleMessage, RuleStep } from '../machine.ts';
import { type ClassParameters, isWanted, objectItems } from '../object-items.ts';

/** @internal Parameters of tt:LoiteringDetector (Analytics, A.4). */
export interface LoiteringParameters extends ClassParameters {
  /** Empty: the whole picture. */
  readonly field: readonly Point[];
  /** Milliseconds. */
  readonly timeThreshold: number;
}

/** Stay of an object in the field; times as `Scene.delayTime`. */
interface Stay {
  readonly from: number;
  /** Milliseconds since 1970. */
  readonly fromUtc: number;
  readonly insideAt: number;
}

interface LoiteringState {
  readonly parameters: LoiteringParameters;
  readonly stays: ReadonlyMap<number, Stay>;
  readonly loitering: readonly SceneObject[];
  /** Message of the property that is, for its end. */
  readonly told: RuleMessage['data'];
}

/** Milliseconds for which an object may be outside without starting anew. */
const away = 1000;

function stayAfter(
  stay: Stay | undefined,
  object: SceneObject,
  scene: Scene,
  area: readonly Point[],
): Stay | undefined {
  const { delayTime, utc } = scene;
  if (whereabouts(area, object.point) !== 'outside')
    return { from: stay?.from ?? delayTime, fromUtc: stay?.fromUtc ?? utc, insideAt: delayTime };
  return stay !== undefined && delayTime - stay.insideAt < away ? stay : undefined;
}

const listed = (objects: readonly SceneObject[]): string => objects.map(({ id }) => id).join(' ');

/** The property exists while somebody loiters: it is initialized with the first object, and deleted with the last. */
function step(state: LoiteringState, loitering: readonly SceneObject[], utc: number): RuleStep<LoiteringState> {
  if (listed(loitering) === listed(state.loitering)) return { state: { ...state, loitering }, messages: [] };
  if (loitering.length === 0)
    return { state: { ...state, loitering, told: [] }, messages: [{ operation: 'Deleted', data: state.told, utc }] };
  const begins = loitering.map(({ id }) => state.stays.get(id)?.fromUtc ?? utc);
  const since = new Date(Math.round(Math.min(...begins) + state.parameters.timeThreshold));
  const told = [...objectItems(loitering), { name: 'Since', value: since }];
  const operation = state.loitering.length === 0 ? 'Initialized' : 'Changed';
  return { state: { ...state, loitering, told }, messages: [{ operation, data: told, utc }] };
}

function next(state: LoiteringState, scene: Scene): RuleStep<LoiteringState> {
  const { field, classFilter, timeThreshold } = state.parameters;
  const stays = new Map<number, Stay>();
  for (const object of scene.objects) {
    if (!isWanted(object, classFilter)) continue;
    const stay = stayAfter(state.stays.get(object.id), object, scene, field);
    if (stay !== undefined) stays.set(object.id, stay);
  }
  const loitering = scene.objects.filter(({ id }) => {
    const stay = stays.get(id);
    return stay !== undefined && scene.delayTime - stay.from >= timeThreshold;
  });
  return step({ ...state, stays }, loitering, scene.utc);
}

/** Objects that stay in a field for too long, idle ones as well (ANA-32). */
export const loitering: RuleMachine<LoiteringParameters, LoiteringState> = {
  initial: (parameters) => ({ state: { parameters, stays: new Map(), loitering: [], told: [] }, messages: [] }),
  next,
  reset: (state, utc) => step({ ...state, stays: new Map() }, [], utc),
};
