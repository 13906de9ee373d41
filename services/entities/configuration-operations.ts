import { Fault } from '../faults/fault.ts';
import type { NotOffered } from '../soap/service.ts';
import { type EntityStore, profileStep } from './entity-store.ts';
import { type ConfigurationKind, type MediaEntities, useCount } from './model.ts';
import { addConfiguration, findConfiguration, findProfile, removeConfiguration } from './profiles.ts';

/** How one service writes and changes configurations of one kind: all in which the repeating operations differ. */
export interface ConfigurationView<Kind extends ConfigurationKind, Wire, Options> {
  readonly kind: Kind;
  /** undefined where the service has no words for the entity (H.265 in ver10): to its clients it does not exist. */
  readonly toWire: (entity: MediaEntities[Kind][number], useCount: number, entities: MediaEntities) => Wire | undefined;
  /** @param token of the one configuration that the options are for */
  readonly options: (entities: MediaEntities, token: string | undefined) => Options;
  /** The entity after a wish. Throws ConfigModify. */
  readonly change: (
    present: MediaEntities[Kind][number],
    wanted: Wire,
    entities: MediaEntities,
  ) => MediaEntities[Kind][number];
}

/** Tokens that narrow a request down. */
export interface Narrowing {
  readonly ConfigurationToken?: string;
  readonly ProfileToken?: string;
}

interface OneProfile {
  readonly ProfileToken: string;
}

interface OneConfiguration {
  readonly ConfigurationToken: string;
}

/** The operations that every kind of configuration repeats, written once (MED-02..09, MD2-02..08). */
export interface ConfigurationOperations<Wire, Options> {
  readonly all: () => { readonly Configurations: readonly Wire[] };
  readonly one: (request: OneConfiguration) => { readonly Configuration: Wire };
  /** Everything of this kind fits every profile of this device. */
  readonly compatible: (request: OneProfile) => { readonly Configurations: readonly Wire[] };
  readonly narrowed: (request: Narrowing) => { readonly Configurations: readonly Wire[] };
  readonly options: (request: Narrowing) => { readonly Options: Options };
  /** Persistent whatever ForcePersistence says (MED-19). */
  readonly set: (request: { readonly Configuration: Wire }) => Promise<object>;
  readonly add: (request: OneProfile & OneConfiguration) => Promise<object>;
  readonly remove: (request: OneProfile) => Promise<object>;
}

/** Stands for the operations of a kind that the board has nothing of. */
export function refusedOperations(
  refusal: NotOffered,
): Readonly<Record<keyof ConfigurationOperations<never, never>, NotOffered>> {
  return {
    all: refusal,
    one: refusal,
    compatible: refusal,
    narrowed: refusal,
    options: refusal,
    set: refusal,
    add: refusal,
    remove: refusal,
  };
}

/** How a profile shows its configuration of a kind; undefined when it has none, or none that the service can tell. */
export function heldBy<Kind extends ConfigurationKind, Wire, Options>(
  entities: MediaEntities,
  { kind, toWire }: ConfigurationView<Kind, Wire, Options>,
  token: string | undefined,
): Wire | undefined {
  if (token === undefined) return undefined;
  return toWire(findConfiguration(entities, kind, token), useCount(entities, kind, token), entities);
}

export function configurationOperations<
  Kind extends ConfigurationKind,
  Wire extends { readonly token: string },
  Options,
>(store: EntityStore, view: ConfigurationView<Kind, Wire, Options>): ConfigurationOperations<Wire, Options> {
  const { kind } = view;
  const one = (token: string, entities = store.entities): Wire => {
    const wire = heldBy(entities, view, token);
    if (wire === undefined) throw new Fault('NoConfig');
    return wire;
  };
  const all = (): { Configurations: readonly Wire[] } => ({
    Configurations: store.entities[kind].flatMap(({ token }) => heldBy(store.entities, view, token) ?? []),
  });
  const changeProfile = async (token: string, next: (present: MediaEntities) => MediaEntities): Promise<object> => {
    await store.change((present) => profileStep({ next: next(present), token }));
    return {};
  };
  const check = ({ ConfigurationToken, ProfileToken }: Narrowing): void => {
    if (ConfigurationToken !== undefined) one(ConfigurationToken);
    if (ProfileToken !== undefined) findProfile(store.entities, ProfileToken);
  };
  return {
    all,
    one: ({ ConfigurationToken }) => ({ Configuration: one(ConfigurationToken) }),
    compatible: (request) => {
      check(request);
      return all();
    },
    narrowed: (request) => {
      check(request);
      return request.ConfigurationToken === undefined ? all() : { Configurations: [one(request.ConfigurationToken)] };
    },
    options: (request) => {
      check(request);
      return { Options: view.options(store.entities, request.ConfigurationToken) };
    },
    set: async ({ Configuration }) => {
      const { token } = Configuration;
      await store.change((present) => {
        one(token, present);
        const changed = view.change(findConfiguration(present, kind, token), Configuration, present);
        const entries: readonly MediaEntities[Kind][number][] = present[kind];
        const next = { ...present, [kind]: entries.map((entry) => (entry.token === token ? changed : entry)) };
        return { next, changes: [{ kind: 'configuration', token, type: kind }] };
      });
      return {};
    },
    add: ({ ProfileToken, ConfigurationToken }) =>
      changeProfile(ProfileToken, (present) => {
        findProfile(present, ProfileToken);
        one(ConfigurationToken, present);
        return addConfiguration(present, ProfileToken, kind, ConfigurationToken);
      }),
    remove: ({ ProfileToken }) =>
      changeProfile(ProfileToken, (present) => removeConfiguration(present, ProfileToken, kind)),
  };
}
