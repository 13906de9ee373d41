import type { SceneObject } from '../scene/scene.ts';
import type { RuleMessage } from './machine.ts';

/** Class in a list for an object whose class is not known. */
const unknown = 'Other';

/** Whether an object is of a class that a rule wants; an empty list wants all. */
export function isWanted({ classes }: SceneObject, filter: readonly string[]): boolean {
  return filter.length === 0 || classes.some(({ type }) => filter.includes(type));
}

/** Types of these items in descriptions. */
export const objectData = { ObjectId: 'tt:StringList', ClassTypes: 'tt:StringList' } as const;

/** ObjectId and ClassTypes of a message: lists of the same order (Analytics, A.1). */
export function objectItems(objects: readonly Pick<SceneObject, 'id' | 'classes'>[]): RuleMessage['data'] {
  return [
    { name: 'ObjectId', value: objects.map(({ id }) => id).join(' ') },
    { name: 'ClassTypes', value: objects.map(({ classes }) => classes[0]?.type ?? unknown).join(' ') },
  ];
}

/** Parameters of rules that are told which objects count. */
export interface ClassParameters {
  /** Classes that count; empty: all objects. */
  readonly classFilter: readonly string[];
}
