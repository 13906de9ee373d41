import { Fault } from '../faults/fault.ts';
import { suits } from './belonging.ts';
import { type EntityStore, profileStep } from './entity-store.ts';
import type { MediaService } from './kind.ts';
import type { ConfigurationKind, MediaEntities } from './kinds.ts';
import type { ConfigurationEntity } from './model.ts';
import { addConfiguration, findConfiguration, findProfile, isAddable, removeConfiguration } from './profiles.ts';
import { configurationOf, type ErasedView, type Wire } from './service-kinds.ts';

/** Tokens that narrow a request down. */
interface Narrowing {
  readonly ConfigurationToken?: string;
  readonly ProfileToken?: string;
}

interface OneProfile {
  readonly ProfileToken: string;
}

interface OneConfiguration {
  readonly ConfigurationToken: string;
}

/** Operations that every kind of configuration repeats, written once (MED-02..09, MD2-02..08). */
export interface ConfigurationOperations<One extends Wire = Wire, Options = unknown> {
  /** All, the one of a token, or those that can be added to a profile. */
  readonly all: (request: Narrowing) => { readonly Configurations: readonly One[] };
  readonly one: (request: OneConfiguration) => { readonly Configuration: One };
  /** Configurations that can be added to the profile as it is. */
  readonly compatible: (request: OneProfile) => { readonly Configurations: readonly One[] };
  readonly options: (request: Narrowing) => { readonly Options: Options };
  /** Persistent whatever ForcePersistence says (MED-19). */
  readonly set: (request: { readonly Configuration: One }) => Promise<object>;
  readonly add: (request: OneProfile & OneConfiguration) => Promise<object>;
  readonly remove: (request: OneProfile) => Promise<object>;
}

/** Reads of one kind. */
function reads<One extends Wire, Options>(
  store: EntityStore,
  service: MediaService,
  kind: ConfigurationKind,
  view: ErasedView<One, Options>,
): Pick<ConfigurationOperations<One, Options>, 'all' | 'one' | 'compatible' | 'options'> {
  const told = (token: string): One | undefined => configurationOf(store.entities, kind, view, token);
  const one = (token: string): One => {
    const wire = told(token);
    if (wire === undefined) throw new Fault('NoConfig');
    return wire;
  };
  const check = ({ ConfigurationToken, ProfileToken }: Narrowing): void => {
    if (ConfigurationToken !== undefined) one(ConfigurationToken);
    if (ProfileToken !== undefined) findProfile(store.entities, ProfileToken);
  };
  const every = (): readonly One[] => store.entities[kind].flatMap(({ token }) => told(token) ?? []);
  const compatible = (token: string): readonly One[] => {
    const { entities, board } = store;
    const profile = findProfile(entities, token);
    if (!isAddable(profile, kind, service)) return [];
    return every().filter((one) => suits(entities, profile, kind, one.token, board));
  };
  return {
    all: (request) => {
      check(request);
      const { ConfigurationToken, ProfileToken } = request;
      if (ConfigurationToken !== undefined) return { Configurations: [one(ConfigurationToken)] };
      return { Configurations: ProfileToken === undefined ? every() : compatible(ProfileToken) };
    },
    one: ({ ConfigurationToken }) => ({ Configuration: one(ConfigurationToken) }),
    compatible: ({ ProfileToken }) => ({ Configurations: compatible(ProfileToken) }),
    options: (request) => {
      check(request);
      if (view.options === undefined) throw new Error(`${service} has no options of ${kind}`);
      return { Options: view.options(store.entities, request.ConfigurationToken) };
    },
  };
}

/** Changes of one kind. */
function changes<One extends Wire>(
  store: EntityStore,
  service: MediaService,
  kind: ConfigurationKind,
  view: ErasedView<One>,
): Pick<ConfigurationOperations<One>, 'set' | 'add' | 'remove'> {
  /** Entity that the service can tell. Fault: NoConfig. */
  const known = (entities: MediaEntities, token: string): ConfigurationEntity => {
    const entity = findConfiguration(entities, kind, token);
    if (view.toWire(entity, 0, entities) === undefined) throw new Fault('NoConfig');
    return entity;
  };
  const changeProfile = async (token: string, next: (present: MediaEntities) => MediaEntities): Promise<object> => {
    await store.change((present) => profileStep({ next: next(present), token }));
    return {};
  };
  return {
    set: async ({ Configuration }) => {
      const { token } = Configuration;
      await store.change((present) => {
        const before = known(present, token);
        if (view.change === undefined) throw new Error(`${service} cannot set ${kind}`);
        const changed = view.change(before, Configuration, present);
        const next = { ...present, [kind]: present[kind].map((one) => (one.token === token ? changed : one)) };
        return { next, changes: [{ kind: 'configuration', token, type: kind }] };
      });
      return {};
    },
    add: ({ ProfileToken, ConfigurationToken }) =>
      changeProfile(ProfileToken, (present) => {
        findProfile(present, ProfileToken);
        known(present, ConfigurationToken);
        return addConfiguration(present, ProfileToken, kind, ConfigurationToken, service);
      }),
    remove: ({ ProfileToken }) =>
      changeProfile(ProfileToken, (present) => removeConfiguration(present, ProfileToken, kind, service)),
  };
}

export function configurationOperations<One extends Wire, Options>(
  store: EntityStore,
  service: MediaService,
  kind: ConfigurationKind,
  view: ErasedView<One, Options>,
): ConfigurationOperations<One, Options> {
  return { ...reads(store, service, kind, view), ...changes(store, service, kind, view) };
}
