import type { VideoProfile } from '../../hal/ports/media-engine.ts';

/** Kinds of configurations that a profile can hold (tr2:ConfigurationEnumeration), as far as this device has them. */
export type ConfigurationKind = 'VideoSource' | 'VideoEncoder';

export const configurationKinds: readonly ConfigurationKind[] = ['VideoSource', 'VideoEncoder'];

/** What a profile is made of. */
export interface ProfileEntity {
  readonly token: string;
  readonly name: string;
  /** Fixed profiles cannot be deleted. */
  readonly fixed: boolean;
  /** Token of the configuration of each kind. */
  readonly configurations: Readonly<Partial<Record<ConfigurationKind, string>>>;
}

interface ConfigurationEntity {
  readonly token: string;
  readonly name: string;
}

export interface VideoSourceEntity extends ConfigurationEntity {
  readonly source: string;
}

export interface VideoEncoderEntity extends ConfigurationEntity {
  readonly codec: 'H264';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames per second. */
  readonly frameRate: number;
  /** kbit/s */
  readonly bitrate: number;
  readonly constantBitRate: boolean;
  /** Frames from one key frame to the next. */
  readonly govLength: number;
  readonly profile: VideoProfile;
  readonly quality: number;
  /** Seconds without sign of life after which an RTSP session is closed. */
  readonly sessionTimeout: number;
}

/** All media entities of the device, replaced as a whole on each change. */
export interface MediaEntities {
  readonly profiles: readonly ProfileEntity[];
  readonly VideoSource: readonly VideoSourceEntity[];
  readonly VideoEncoder: readonly VideoEncoderEntity[];
}

/** Limits that the capabilities tell. */
export const entityLimits = { profiles: 16, name: 64, token: 64, sessionTimeout: { min: 10, max: 3600 } } as const;

/** Number of profiles that use a configuration. */
export function useCount(entities: MediaEntities, kind: ConfigurationKind, token: string): number {
  return entities.profiles.filter((profile) => profile.configurations[kind] === token).length;
}
