import type { EntityStore } from './entity-store.ts';
import { type ConfigurationKind, type MediaEntities, useCount } from './model.ts';
import { addConfiguration, findConfiguration, findProfile, removeConfiguration } from './profiles.ts';

/** How one service writes configurations of one kind: the only part of the repeating operations that differs. */
export interface ConfigurationView<Kind extends ConfigurationKind, Wire> {
  readonly kind: Kind;
  readonly toWire: (entity: MediaEntities[Kind][number], useCount: number) => Wire;
}

/** Tokens that narrow a Media2 request down. */
export interface Narrowing {
  readonly ConfigurationToken?: string;
  readonly ProfileToken?: string;
}

/** The operations that every kind of configuration repeats, written once (MED-02..10, MD2-02..09). */
export interface ConfigurationOperations<Wire> {
  readonly all: () => { readonly Configurations: readonly Wire[] };
  readonly one: (request: { readonly ConfigurationToken: string }) => { readonly Configuration: Wire };
  /** Everything of this kind fits every profile of this device. */
  readonly compatible: (request: { readonly ProfileToken: string }) => { readonly Configurations: readonly Wire[] };
  readonly narrowed: (request: Narrowing) => { readonly Configurations: readonly Wire[] };
  readonly add: (request: { readonly ProfileToken: string; readonly ConfigurationToken: string }) => Promise<object>;
  readonly remove: (request: { readonly ProfileToken: string }) => Promise<object>;
  readonly toWire: (token: string) => Wire;
}

/** Faults NoConfig and NoProfile for tokens that are named and unknown. */
export function checkNarrowing(
  store: EntityStore,
  kind: ConfigurationKind,
  { ConfigurationToken, ProfileToken }: Narrowing,
): void {
  if (ConfigurationToken !== undefined) findConfiguration(store.entities, kind, ConfigurationToken);
  if (ProfileToken !== undefined) findProfile(store.entities, ProfileToken);
}

export function configurationOperations<Kind extends ConfigurationKind, Wire>(
  store: EntityStore,
  view: ConfigurationView<Kind, Wire>,
): ConfigurationOperations<Wire> {
  const { kind } = view;
  const toWire = (token: string): Wire =>
    view.toWire(findConfiguration(store.entities, kind, token), useCount(store.entities, kind, token));
  const all = (): { Configurations: readonly Wire[] } => ({
    Configurations: store.entities[kind].map(({ token }) => toWire(token)),
  });
  return {
    all,
    toWire,
    one: ({ ConfigurationToken }) => ({ Configuration: toWire(ConfigurationToken) }),
    compatible: ({ ProfileToken }) => {
      findProfile(store.entities, ProfileToken);
      return all();
    },
    narrowed: (request) => {
      checkNarrowing(store, kind, request);
      return request.ConfigurationToken === undefined
        ? all()
        : { Configurations: [toWire(request.ConfigurationToken)] };
    },
    add: async ({ ProfileToken, ConfigurationToken }) => {
      const next = addConfiguration(store.entities, ProfileToken, kind, ConfigurationToken);
      await store.commit(next, [{ kind: 'profile', token: ProfileToken }]);
      return {};
    },
    remove: async ({ ProfileToken }) => {
      const next = removeConfiguration(store.entities, ProfileToken, kind);
      await store.commit(next, [{ kind: 'profile', token: ProfileToken }]);
      return {};
    },
  };
}
