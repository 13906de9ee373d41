import { companions } from './belonging.ts';
import type { Facts } from './kind.ts';
import { type Configurations, kinds, type MediaEntities } from './kinds.ts';

const profileNames = ['mainStream', 'subStream'] as const;

/** Configurations of a fresh device. */
export function defaultConfigurations(facts: Facts): Configurations {
  const entries = kinds.map((kind) => [kind.name, kind.missing(facts.board) === undefined ? kind.defaults(facts) : []]);
  return Object.fromEntries(entries) as unknown as Configurations;
}

/**
 * Entities of a fresh device: one source, a full and a small picture, a fixed profile for each, with sound and metadata.
 * Clients pick streams by the words main and sub (Scrypted, Home Assistant, Frigate).
 */
export function defaultEntities(facts: Facts): MediaEntities {
  const all = defaultConfigurations(facts);
  const profiles = all.VideoEncoder.slice(0, profileNames.length).map(({ token }, index) => ({
    token: `Profile${index + 1}`,
    name: profileNames[index] ?? token,
    fixed: true,
    multicasting: false,
    configurations: { ...companions(all, facts.board), VideoEncoder: token },
  }));
  return { ...all, profiles, modes: {} };
}
