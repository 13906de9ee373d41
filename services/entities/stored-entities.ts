import type { Board } from '../../hal/boards/board.ts';
import { companions, defaultConfigurations } from './defaults.ts';
import {
  type ConfigurationKind,
  type Configurations,
  configurationKinds,
  entityLimits,
  type MediaEntities,
  type ProfileEntity,
} from './model.ts';
import { decoders, type Facts, named } from './stored-configurations.ts';
import { type Fields, fields, flag, list, text } from './stored-fields.ts';

function profile(value: Fields): ProfileEntity {
  const stored = fields(value.configurations);
  const configurations = Object.fromEntries(
    configurationKinds
      .filter((kind) => stored[kind] !== undefined)
      .map((kind) => [kind, text(stored[kind], entityLimits.token)]),
  );
  const multicasting = value.multicasting === undefined ? false : flag(value.multicasting);
  return { ...named(value), fixed: flag(value.fixed), multicasting, configurations };
}

/** Whether a list belongs to a version or a board that had nothing of the kind: no client can empty a list. */
function isNew(stored: Fields, kind: ConfigurationKind): boolean {
  const value = stored[kind];
  return kind !== 'VideoSource' && kind !== 'VideoEncoder' && (value === undefined || list(value, 64).length === 0);
}

function configurationsOf<Kind extends ConfigurationKind>(
  stored: Fields,
  kind: Kind,
  defaults: Configurations,
  facts: Facts,
): Configurations[Kind] {
  const all: readonly Configurations[Kind][number][] = defaults[kind];
  if (isNew(stored, kind)) return defaults[kind];
  const known = list(stored[kind], 64).map((one, index) => decoders[kind](one, index, facts));
  // Encoders that a later version or board has more.
  const more = kind === 'VideoEncoder' ? all.filter(({ token }) => !known.some((one) => one.token === token)) : [];
  return [...known, ...more] as readonly Configurations[Kind][number][] as Configurations[Kind];
}

/** Fixed profiles get what is new, as on a fresh device; profiles of clients stay as they made them. */
function completed(profiles: readonly ProfileEntity[], stored: Fields, all: Configurations): readonly ProfileEntity[] {
  const added = Object.fromEntries(
    Object.entries(companions(all)).filter(([kind]) => isNew(stored, kind as ConfigurationKind)),
  );
  return profiles.map((one) =>
    one.fixed && one.configurations.VideoSource !== undefined
      ? { ...one, configurations: { ...one.configurations, ...added } }
      : one,
  );
}

function check(entities: MediaEntities): void {
  for (const all of Object.values(entities) as (readonly { readonly token: string }[])[]) {
    if (new Set(all.map(({ token }) => token)).size < all.length) throw new Error('media: a token twice');
  }
  for (const { configurations } of entities.profiles) {
    for (const kind of configurationKinds) {
      const token = configurations[kind];
      if (token !== undefined && !entities[kind].some((one) => one.token === token))
        throw new Error(`media: no ${kind} ${token}`);
    }
  }
}

/** Checks what was read from disk against this board and completes it; throws when it does not fit. */
export function decodeEntities(stored: unknown, board: Board, deviceId: string): MediaEntities {
  const value = fields(stored);
  const facts = { board, deviceId };
  const defaults = defaultConfigurations(board, deviceId);
  const of = <Kind extends ConfigurationKind>(kind: Kind): Configurations[Kind] =>
    configurationsOf(value, kind, defaults, facts);
  const all: Configurations = {
    VideoSource: of('VideoSource'),
    AudioSource: of('AudioSource'),
    VideoEncoder: of('VideoEncoder'),
    AudioEncoder: of('AudioEncoder'),
    Metadata: of('Metadata'),
    AudioOutput: of('AudioOutput'),
    AudioDecoder: of('AudioDecoder'),
  };
  const profiles = list(value.profiles, entityLimits.profiles).map(profile);
  const entities = { ...all, profiles: completed(profiles, value, all) };
  check(entities);
  return entities;
}
