import { whereabouts } from '../../geometry/area.ts';
import type { Point, Scene, SceneObject } from '../../scene/scene.ts';
import type { RuleMachine, RuleMessage, RuleStep } from '../machine.ts';
import { type ClassParameters, isWanted, objectItems } from '../object-items.ts';

/** @internal Parameters of tt:FieldDetector (Analytics, A.3). */
export interface FieldParameters extends ClassParameters {
  readonly field: readonly Point[];
}

interface FieldState {
  readonly parameters: FieldParameters;
  /** Scenes in which each object was inside without a break, up to `needed`. */
  readonly hits: ReadonlyMap<number, number>;
  readonly inside: readonly SceneObject[];
}

/** Scenes inside from which on an object is in the field. */
const needed = 2;

function message(inside: readonly SceneObject[], utc: number, operation: 'Initialized' | 'Changed'): RuleMessage {
  return { operation, data: [{ name: 'IsInside', value: inside.length > 0 }, ...objectItems(inside)], utc };
}

/** Hits of an object after a scene: an object in the field stays there until it is clearly outside. */
function hitsAfter(hits: number, object: SceneObject, field: readonly Point[]): number {
  const where = whereabouts(field, object.point);
  if (where === 'inside') return Math.min(needed, hits + 1);
  return where === 'beside' && hits >= needed ? hits : 0;
}

const listed = (objects: readonly SceneObject[]): string => objects.map(({ id }) => id).join(' ');

function step(state: FieldState, inside: readonly SceneObject[], utc: number): RuleStep<FieldState> {
  const same = listed(inside) === listed(state.inside);
  return { state: { ...state, inside }, messages: same ? [] : [message(inside, utc, 'Changed')] };
}

function next(state: FieldState, scene: Scene): RuleStep<FieldState> {
  const { field, classFilter } = state.parameters;
  const wanted = scene.objects.filter((object) => isWanted(object, classFilter));
  // A tick is no second scene.
  const hits = scene.picture
    ? new Map(wanted.map((object) => [object.id, hitsAfter(state.hits.get(object.id) ?? 0, object, field)]))
    : state.hits;
  const inside = wanted.filter(({ id }) => (hits.get(id) ?? 0) >= needed);
  return step({ ...state, hits }, inside, scene.utc);
}

/** Objects inside a field; told on every change of their list (ANA-31). */
export const field: RuleMachine<FieldParameters, FieldState> = {
  initial: (parameters, { utc }) => ({
    state: { parameters, hits: new Map(), inside: [] },
    messages: [message([], utc, 'Initialized')],
  }),
  next,
  reset: (state, utc) => step({ ...state, hits: new Map() }, [], utc),
};
