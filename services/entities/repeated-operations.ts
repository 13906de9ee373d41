import type { OperationTable } from '../schema/operation-table.ts';
import { type Handlers, type NotOffered, notOffered, type OperationMap } from '../soap/service.ts';
import { type ConfigurationOperations, configurationOperations } from './configuration-operations.ts';
import type { EntityStore } from './entity-store.ts';
import type { MediaService, Missing } from './kind.ts';
import type { kinds } from './kinds.ts';
import type { ServiceKind } from './service-kinds.ts';

/** Operations that each kind repeats: the name of one, for the name of a kind. */
const patterns: readonly (readonly [operation: keyof ConfigurationOperations, nameOf: (kind: string) => string])[] = [
  ['all', (kind) => `Get${kind}Configurations`],
  ['one', (kind) => `Get${kind}Configuration`],
  ['compatible', (kind) => `GetCompatible${kind}Configurations`],
  ['options', (kind) => `Get${kind}ConfigurationOptions`],
  ['set', (kind) => `Set${kind}Configuration`],
  ['add', (kind) => `Add${kind}Configuration`],
  ['remove', (kind) => `Remove${kind}Configuration`],
];

type NamesOf<Kind extends string> =
  | `Get${Kind}Configurations`
  | `Get${Kind}Configuration`
  | `GetCompatible${Kind}Configurations`
  | `Get${Kind}ConfigurationOptions`
  | `Set${Kind}Configuration`
  | `Add${Kind}Configuration`
  | `Remove${Kind}Configuration`;

type KindNames = (typeof kinds)[number]['name' | 'ver10'];

/** Repeated operations that a service has: ver10 only adds and removes PTZ, Media2 only gets Analytics. */
type Repeated<Operations> = Extract<keyof Operations, NamesOf<KindNames>>;

/** How a service refuses an operation of a kind that the board lacks. */
function refusal(
  service: MediaService,
  operation: keyof ConfigurationOperations,
  { reason, subcode, asked }: Missing,
): NotOffered {
  if (service === 'media2') return notOffered(reason);
  const isAsked = operation !== 'add' && operation !== 'remove';
  return { ...notOffered(reason, subcode), ...(isAsked && asked !== undefined ? { fault: asked } : {}) };
}

/**
 * Handlers of the operations that every kind of configuration repeats, as far as the service has them.
 * @param table operations of the service
 */
export function repeatedOperations<Operations extends OperationMap<Operations>>(
  store: EntityStore,
  service: MediaService,
  known: readonly ServiceKind[],
  table: OperationTable,
): Pick<Handlers<Operations>, Repeated<Operations>> {
  const rows: (readonly [name: string, handler: unknown])[] = [];
  for (const { kind, name, missing, view } of known) {
    const operations = configurationOperations(store, service, kind, view);
    for (const [operation, nameOf] of patterns) {
      const refused = missing && refusal(service, operation, missing);
      rows.push([nameOf(name), refused ?? operations[operation]]);
    }
  }
  return Object.fromEntries(rows.filter(([name]) => name in table)) as Pick<Handlers<Operations>, Repeated<Operations>>;
}
