import type { MediaService, Missing } from './kind.ts';
import { type ConfigurationKind, kinds, type MediaEntities, useCount } from './kinds.ts';
import type { MediaOptions } from './media-options.ts';
import type { ConfigurationEntity } from './model.ts';
import { findConfiguration } from './profiles.ts';

/** A configuration as a service writes it. */
export interface Wire {
  readonly token: string;
}

/** A view whose types are erased: the generated types of each kind's operations vouch for them. */
export interface ErasedView<One extends Wire = Wire, Options = unknown> {
  toWire(entity: ConfigurationEntity, useCount: number, entities: MediaEntities): One | undefined;
  options?(entities: MediaEntities, token: string | undefined): Options;
  change?(present: ConfigurationEntity, wanted: One, entities: MediaEntities): ConfigurationEntity;
}

/** A kind of configuration in one service. */
export interface ServiceKind {
  readonly kind: ConfigurationKind;
  /** Name of the kind in the service's operations. */
  readonly name: string;
  /** undefined where the board has the kind. */
  readonly missing: Missing | undefined;
  readonly view: ErasedView;
}

/** Every kind as a service sees it. */
export function serviceKinds(service: MediaService, options: MediaOptions): readonly ServiceKind[] {
  return kinds.map((kind) => ({
    kind: kind.name,
    name: service === 'media' ? kind.ver10 : kind.name,
    missing: kind.missing(options.store.board),
    view: kind[service](options),
  }));
}

/** Configuration of a kind that a profile has; undefined when it has none, or none that the service can tell. */
export function configurationOf<One extends Wire>(
  entities: MediaEntities,
  kind: ConfigurationKind,
  view: ErasedView<One>,
  token: string | undefined,
): One | undefined {
  if (token === undefined) return undefined;
  return view.toWire(findConfiguration(entities, kind, token), useCount(entities, kind, token), entities);
}
