import { z } from 'zod';
import { companions } from './belonging.ts';
import { defaultConfigurations } from './defaults.ts';
import type { Facts } from './kind.ts';
import { type ConfigurationKind, type Configurations, configurationKinds, kinds, type MediaEntities } from './kinds.ts';
import { entityLimits, type ProfileEntity, streamKinds } from './model.ts';
import type { SourceModes } from './modes/source-modes.ts';
import { named } from './stored-parts.ts';
import { defaultMulticast } from './streams/multicast.ts';
import { defaultSrtp } from './streams/secure-streaming.ts';

type Json = Readonly<Record<string, unknown>>;

/** Most configurations of one kind. */
const longest = 64;

const profile: z.ZodType<ProfileEntity> = z.object({
  ...named,
  fixed: z.boolean(),
  multicasting: z.boolean(),
  configurations: z.object(Object.fromEntries(configurationKinds.map((kind) => [kind, named.token.exactOptional()]))),
});

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function records(value: unknown, complete: (one: Json, index: number) => Json): unknown {
  return Array.isArray(value) ? value.map((one, index) => (isRecord(one) ? complete(one, index) : one)) : value;
}

/** State of version 1, which may have neither multicast nor SRTP, with their defaults filled in. */
export function withStreamDefaults(stored: unknown, { deviceId }: Facts): unknown {
  if (!isRecord(stored)) return stored;
  const streams = streamKinds.map((kind) => [
    kind,
    records(stored[kind], (one, index) => ({
      multicast: defaultMulticast(deviceId, kind, index),
      srtp: defaultSrtp,
      ...one,
    })),
  ]);
  const profiles = records(stored.profiles, (one) => ({ multicasting: false, ...one }));
  return { ...stored, ...Object.fromEntries(streams), profiles };
}

/** Kinds without a stored configuration: they belong to a later version, or the board had nothing of them. */
function newKinds(stored: Configurations): readonly ConfigurationKind[] {
  return configurationKinds.filter((kind) => stored[kind].length === 0);
}

/** Adds the configurations that a later version or board has more; clients can neither create nor delete any. */
function completed(stored: MediaEntities, facts: Facts): MediaEntities {
  const defaults = defaultConfigurations(facts);
  const lists = configurationKinds.map((kind) => {
    const present: readonly { readonly token: string }[] = stored[kind];
    const more = defaults[kind].filter(({ token }) => !present.some((one) => one.token === token));
    return [kind, [...present, ...more]];
  });
  const all: Configurations = Object.fromEntries(lists);
  // Fixed profiles get new kinds, as on a fresh device; profiles of clients stay as they made them.
  const added = Object.fromEntries(
    Object.entries(companions(all, facts.board)).filter(([kind]) => newKinds(stored).some((one) => one === kind)),
  );
  const profiles = stored.profiles.map((one) =>
    one.fixed && one.configurations.VideoSource !== undefined
      ? { ...one, configurations: { ...one.configurations, ...added } }
      : one,
  );
  return { ...all, profiles, modes: knownModes(stored.modes, facts) };
}

/** Modes that the board still has; a source without one is in its first. */
function knownModes(modes: SourceModes, { board }: Facts): SourceModes {
  const known = Object.entries(modes).filter(([source, mode]) =>
    board.sources.some((one) => one.id === source && one.modes?.some(({ id }) => id === mode)),
  );
  return Object.fromEntries(known);
}

function isUnique(all: readonly { readonly token: string }[]): boolean {
  return new Set(all.map(({ token }) => token)).size === all.length;
}

/** Whether each profile refers to configurations that exist. */
function isConsistent(entities: MediaEntities): boolean {
  return entities.profiles.every(({ configurations }) =>
    configurationKinds.every((kind) => {
      const token = configurations[kind];
      return token === undefined || entities[kind].some((one) => one.token === token);
    }),
  );
}

/** Stored entities as they must be for a board; they come out completed with what is new. */
export function storedEntities(facts: Facts): z.ZodType<MediaEntities> {
  const lists = kinds.map((kind) => [kind.name, z.array(kind.stored(facts)).max(longest).default([])]);
  const present = z.object({
    ...Object.fromEntries(lists),
    profiles: z.array(profile).max(entityLimits.profiles),
    modes: z.record(z.string().max(entityLimits.token), z.string().max(entityLimits.token)).default({}),
  }) as unknown as z.ZodType<MediaEntities>;
  return present
    .transform((stored) => completed(stored, facts))
    .refine(({ modes: _modes, ...lists }) => Object.values(lists).every(isUnique), { message: 'a token twice' })
    .refine(isConsistent, { message: 'a profile refers to a configuration that does not exist' });
}
