import type { z } from 'zod';
import type { Board } from '../../hal/boards/board.ts';
import type { FaultName } from '../faults/fault-table.ts';
import type { MediaOperations } from '../generated/media-operations.ts';
import type { Media2Operations } from '../generated/media2-operations.ts';
import type * as tr2 from '../generated/tr2.ts';
import type * as tt from '../generated/tt.ts';
import type { ConfigurationEntity, KindName, StreamEntities } from './model.ts';
import type { ViewOptions } from './view-options.ts';

/** Facts of the device from which defaults and schemas of stored configurations follow. */
export interface Facts {
  readonly board: Board;
  /** Stable identity of the device: default multicast groups are derived from it. */
  readonly deviceId: string;
}

/** Why a board has no configuration of a kind. */
export interface Missing {
  readonly reason: string;
  /** Third level of the fault in ver10, e.g. `AudioNotSupported`. */
  readonly subcode: string;
  /** Fault of ver10 for Get and Set, where the standard blames the sender for these. */
  readonly asked?: FaultName;
}

/** Name of the service that asks: the two differ in what a kind needs beside it in a profile. */
export type MediaService = 'media' | 'media2';

/** How one service writes and changes configurations of one kind. Absent members belong to operations that it lacks. */
export interface ConfigurationView<Entity extends ConfigurationEntity, Wire, Options> {
  /** undefined for an entity that the service cannot express (H.265 in ver10): its clients do not see it. */
  toWire(entity: Entity, useCount: number, entities: StreamEntities): Wire | undefined;
  /** @param token of the one configuration that the options are for */
  options(entities: StreamEntities, token: string | undefined): Options;
  /** The entity with the settings that a client wants. Fault: ConfigModify. */
  change(present: Entity, wanted: Wire, entities: StreamEntities): Entity;
}

type Member<Type, Name extends PropertyKey> = Type extends { readonly [One in Name]?: infer Value }
  ? Exclude<Value, undefined>
  : never;

type Response<Operations, Name extends string> = Name extends keyof Operations
  ? Member<Operations[Name], 'response'>
  : never;

type Options<Operations, Name extends string> = Member<
  Response<Operations, `Get${Name}ConfigurationOptions`>,
  'Options'
>;

/** Members of a view that the operations of a service ask for. */
type Asked<Operations, Name extends string> =
  | 'toWire'
  | (`Get${Name}ConfigurationOptions` extends keyof Operations ? 'options' : never)
  | (`Set${Name}Configuration` extends keyof Operations ? 'change' : never);

type ViewIn<Operations, Name extends string, Entity extends ConfigurationEntity, Wire> = Pick<
  ConfigurationView<Entity, Wire, Options<Operations, Name>>,
  Asked<Operations, Name>
>;

/** Element of a kind in tt:Profile; the last kinds stand in its extension. */
type MediaWire<Name extends string> = Member<tt.Profile & tt.ProfileExtension, `${Name}Configuration`>;

/**
 * A kind of configuration (tr2:ConfigurationEnumeration): everything in which it differs from the others. The repeated
 * operations of both services, profiles, capabilities, defaults and stored configurations follow from it.
 */
export interface Kind<
  Name extends Exclude<keyof tr2.ConfigurationSet, 'Any'>,
  Entity extends ConfigurationEntity,
  Ver10 extends string = Name,
> {
  readonly name: Name;
  /** Name in the operations of ver10: Analytics are VideoAnalytics there. */
  readonly ver10: Ver10;
  /** Kinds of which a profile must have at least one before this one can be added, by service (MD2-03). */
  readonly needs: Readonly<Record<MediaService, readonly KindName[]>>;
  /** undefined where the board has what the kind configures. */
  missing(board: Board): Missing | undefined;
  /** Whether a configuration belongs to a video source; absent where nothing ties the kind to one. */
  readonly servesSource?: (board: Board, token: string, source: string) => boolean;
  /** Configurations of a fresh device, the first of which is in the fixed profiles. */
  defaults(facts: Facts): readonly Entity[];
  /** Schema of one stored configuration. */
  stored(facts: Facts): z.ZodType<Entity>;
  media(options: ViewOptions): ViewIn<MediaOperations, Ver10, Entity, MediaWire<Ver10>>;
  media2(options: ViewOptions): ViewIn<Media2Operations, Name, Entity, Member<tr2.ConfigurationSet, Name>>;
}
