import { Fault } from '../soap/fault.ts';
import {
  type ConfigurationKind,
  configurationKinds,
  entityLimits,
  type MediaEntities,
  type ProfileEntity,
} from './model.ts';

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

function replaceProfile(entities: MediaEntities, profile: ProfileEntity): MediaEntities {
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
    next: { ...entities, profiles: [...entities.profiles, { token, name, fixed: false, configurations: {} }] },
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

/** What a configuration of a kind needs beside it in the profile (MD2-03). */
const needs: Readonly<Partial<Record<ConfigurationKind, ConfigurationKind>>> = { VideoEncoder: 'VideoSource' };

/** Faults: NoProfile, NoConfig, ConfigurationConflict. A kind that is there already is replaced. */
export function addConfiguration(
  entities: MediaEntities,
  profileToken: string,
  kind: ConfigurationKind,
  token: string,
): MediaEntities {
  const profile = findProfile(entities, profileToken);
  findConfiguration(entities, kind, token);
  const needed = needs[kind];
  if (needed !== undefined && profile.configurations[needed] === undefined) throw new Fault('ConfigurationConflict');
  return replaceProfile(entities, { ...profile, configurations: { ...profile.configurations, [kind]: token } });
}

/** Faults: NoProfile, NoConfig (nothing of that kind there), ConfigurationConflict (another one needs it). */
export function removeConfiguration(
  entities: MediaEntities,
  profileToken: string,
  kind: ConfigurationKind,
): MediaEntities {
  const profile = findProfile(entities, profileToken);
  if (profile.configurations[kind] === undefined) throw new Fault('NoConfig');
  const dependent = configurationKinds.find((one) => needs[one] === kind && profile.configurations[one] !== undefined);
  if (dependent !== undefined) throw new Fault('ConfigurationConflict');
  const { [kind]: _removed, ...configurations } = profile.configurations;
  return replaceProfile(entities, { ...profile, configurations });
}

/** The encoder of a profile that can be streamed. Faults: NoProfile, IncompleteConfiguration. */
export function streamable(entities: MediaEntities, profileToken: string): { profile: ProfileEntity; encoder: string } {
  const profile = findProfile(entities, profileToken);
  const { VideoSource, VideoEncoder } = profile.configurations;
  if (VideoSource === undefined || VideoEncoder === undefined) throw new Fault('IncompleteConfiguration');
  return { profile, encoder: VideoEncoder };
}
