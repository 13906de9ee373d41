import type { Board } from '../../hal/boards/board.ts';
import type { MediaService } from './kind.ts';
import { analytics } from './kinds/analytics/analytics.ts';
import { audioDecoder } from './kinds/audio-decoder/audio-decoder.ts';
import { audioEncoder } from './kinds/audio-encoder/audio-encoder.ts';
import { audioOutput } from './kinds/audio-output/audio-output.ts';
import { audioSource } from './kinds/audio-source/audio-source.ts';
import { metadata } from './kinds/metadata/metadata.ts';
import { ptz } from './kinds/ptz/ptz.ts';
import { videoEncoder } from './kinds/video-encoder/video-encoder.ts';
import { videoSource } from './kinds/video-source/video-source.ts';
import type { KindName, ProfileEntity } from './model.ts';
import type { SourceModes } from './modes/source-modes.ts';

/**
 * Every kind of configuration of this device, one line each: what others need stands before them. The assertions write
 * the types down, which a list of imported values must have to be exported.
 */
export const kinds = [
  videoSource as typeof videoSource,
  audioSource as typeof audioSource,
  videoEncoder as typeof videoEncoder,
  audioEncoder as typeof audioEncoder,
  metadata as typeof metadata,
  audioOutput as typeof audioOutput,
  audioDecoder as typeof audioDecoder,
  ptz as typeof ptz,
  analytics as typeof analytics,
] as const;

type Known = (typeof kinds)[number];

type EntityOf<One> = One extends { defaults(...facts: never): readonly (infer Entity)[] } ? Entity : never;

export type ConfigurationKind = Known['name'];

/** Configurations of the device by their kind. */
export type Configurations = { readonly [One in Known as One['name']]: readonly EntityOf<One>[] };

/** All media entities of the device, replaced as a whole on each change. */
export interface MediaEntities extends Configurations {
  readonly profiles: readonly ProfileEntity[];
  readonly modes: SourceModes;
}

/** Names of all kinds, in the order of the list. */
export const configurationKinds: readonly ConfigurationKind[] = kinds.map(({ name }) => name);

/** Kinds that a board has (ConfigurationsSupported). */
export function supportedKinds(board: Board): readonly ConfigurationKind[] {
  return kinds.filter((kind) => kind.missing(board) === undefined).map(({ name }) => name);
}

/** Kinds of which a profile must have at least one beside a configuration of this kind; empty where there are none. */
export function neededBy(kind: ConfigurationKind, service: MediaService): readonly KindName[] {
  return kinds.find(({ name }) => name === kind)?.needs[service] ?? [];
}

/** Number of profiles that use a configuration. */
export function useCount(entities: MediaEntities, kind: ConfigurationKind, token: string): number {
  return entities.profiles.filter((profile) => profile.configurations[kind] === token).length;
}
