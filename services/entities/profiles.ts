import { Fault } from '../faults/fault.ts';
import type { MediaService } from './kind.ts';
import { type ConfigurationKind, configurationKinds, type MediaEntities, neededBy } from './kinds.ts';
import { entityLimits, type ProfileEntity, type StreamEntity, type StreamKind, streamKinds } from './model.ts';

/** Changes of profiles, as functions from one state to the next. They throw the faults of the media services. */

/** Fault: NoProfile. */
export function findProfile(entities: MediaEntities, token: string): ProfileEntity {
  const found = entities.profiles.find((profile) => profile.token === token);
  if (found === undefined) throw new Fault('NoProfile');
  return found;
}

/** Faults: NoConfig. */
export function findConfiguration<Kind extends ConfigurationKind>(
  entities: MediaEntities,
  kind: Kind,
  token: string,
): MediaEntities[Kind][number] {
  const all: readonly MediaEntities[Kind][number][] = entities[kind];
  const found = all.find((one) => one.token === token);
  if (found === undefined) throw new Fault('NoConfig');
  return found;
}

function freeToken(entities: MediaEntities): string {
  for (let number = entities.profiles.length + 1; ; number += 1) {
    const token = `Profile${number}`;
    if (!entities.profiles.some((profile) => profile.token === token)) return token;
  }
}

function checkName(name: string): void {
  if (name.length > entityLimits.name)
    throw new Fault('InvalidArgVal', `Name longer than ${entityLimits.name} characters`);
}

export function replaceProfile(entities: MediaEntities, profile: ProfileEntity): MediaEntities {
  return { ...entities, profiles: entities.profiles.map((one) => (one.token === profile.token ? profile : one)) };
}

/** Faults: ProfileExists, MaxNVTProfiles, InvalidArgVal. The token must do as part of an RTSP path. */
export function createProfile(
  entities: MediaEntities,
  name: string,
  wanted?: string,
): { next: MediaEntities; token: string } {
  checkName(name);
  const token = wanted ?? freeToken(entities);
  if (!/^[A-Za-z0-9._-]+$/.test(token) || token.length > entityLimits.token || /^\.+$/.test(token)) {
    throw new Fault('InvalidArgVal', 'A profile token has letters, digits, dots, dashes and underscores only');
  }
  if (entities.profiles.some((profile) => profile.token === token)) throw new Fault('ProfileExists');
  if (entities.profiles.length >= entityLimits.profiles) throw new Fault('MaxNVTProfiles');
  return {
    next: {
      ...entities,
      profiles: [...entities.profiles, { token, name, fixed: false, multicasting: false, configurations: {} }],
    },
    token,
  };
}

/** Faults: NoProfile, DeletionOfFixedProfile. */
export function deleteProfile(entities: MediaEntities, token: string): MediaEntities {
  if (findProfile(entities, token).fixed) throw new Fault('DeletionOfFixedProfile');
  return { ...entities, profiles: entities.profiles.filter((profile) => profile.token !== token) };
}

export function renameProfile(entities: MediaEntities, token: string, name: string): MediaEntities {
  checkName(name);
  return replaceProfile(entities, { ...findProfile(entities, token), name });
}

type Held = ProfileEntity['configurations'];

function lacksNeeded(held: Held, kind: ConfigurationKind, service: MediaService): boolean {
  const needed = neededBy(kind, service);
  return needed.length > 0 && !needed.some((one) => held[one] !== undefined);
}

/** Whether a profile has what a configuration of a kind needs beside it (MD2-03), or one of the kind that is replaced. */
export function isAddable({ configurations }: ProfileEntity, kind: ConfigurationKind, service: MediaService): boolean {
  return configurations[kind] !== undefined || !lacksNeeded(configurations, kind, service);
}

/** Faults: NoProfile, NoConfig, ConfigurationConflict. A configuration of that kind is replaced. */
export function addConfiguration(
  entities: MediaEntities,
  profileToken: string,
  kind: ConfigurationKind,
  token: string,
  service: MediaService,
): MediaEntities {
  const profile = findProfile(entities, profileToken);
  findConfiguration(entities, kind, token);
  if (!isAddable(profile, kind, service)) throw new Fault('ConfigurationConflict');
  return replaceProfile(entities, { ...profile, configurations: { ...profile.configurations, [kind]: token } });
}

/**
 * The profile without its configuration of a kind; the same entities where it has none (WSDL of both services).
 * Faults: NoProfile, ConfigurationConflict (another configuration needs it).
 */
export function removeConfiguration(
  entities: MediaEntities,
  profileToken: string,
  kind: ConfigurationKind,
  service: MediaService,
): MediaEntities {
  const profile = findProfile(entities, profileToken);
  const before = profile.configurations;
  if (before[kind] === undefined) return entities;
  const { [kind]: _removed, ...rest } = before;
  const configurations: Held = rest;
  const isOrphaned = (one: ConfigurationKind): boolean =>
    configurations[one] !== undefined &&
    lacksNeeded(configurations, one, service) &&
    !lacksNeeded(before, one, service);
  if (configurationKinds.some(isOrphaned)) throw new Fault('ConfigurationConflict');
  return replaceProfile(entities, { ...profile, configurations });
}

/** A configuration that becomes an RTP stream, with its kind. @internal */
export interface ProfileStream {
  readonly kind: StreamKind;
  readonly entity: StreamEntity;
}

/** The streams of a profile in the order of their m= sections; empty for a profile that cannot be streamed. */
export function streamsOf(entities: MediaEntities, { configurations }: ProfileEntity): readonly ProfileStream[] {
  return streamKinds.flatMap((kind) =>
    entities[kind].filter(({ token }) => token === configurations[kind]).map((entity) => ({ kind, entity })),
  );
}

/** A profile that can be streamed, with its streams. Faults: NoProfile, IncompleteConfiguration. */
export function streamable(
  entities: MediaEntities,
  profileToken: string,
): { readonly profile: ProfileEntity; readonly streams: readonly ProfileStream[] } {
  const profile = findProfile(entities, profileToken);
  const streams = streamsOf(entities, profile);
  if (streams.length === 0) throw new Fault('IncompleteConfiguration');
  return { profile, streams };
}

/** The video encoder of a profile, for a snapshot. Faults: NoProfile, IncompleteConfiguration. */
export function pictured(entities: MediaEntities, profileToken: string): { profile: ProfileEntity; encoder: string } {
  const profile = findProfile(entities, profileToken);
  const { VideoEncoder } = profile.configurations;
  if (VideoEncoder === undefined) throw new Fault('IncompleteConfiguration');
  return { profile, encoder: VideoEncoder };
}
