import type { AudioCodec, VideoCodec, VideoProfile } from '../../hal/ports/media-engine.ts';
import type { SrtpAlgorithm } from '../../hal/ports/rtp-stream.ts';
import type { MetadataSettings } from '../metadata/metadata-settings.ts';
import type { BackchannelPlan } from '../plan/desired-media.ts';

/**
 * Kinds of configurations that a profile can hold (tr2:ConfigurationEnumeration), as far as this device has them. What
 * others depend on stands before them.
 */
export const configurationKinds = [
  'VideoSource',
  'AudioSource',
  'VideoEncoder',
  'AudioEncoder',
  'Metadata',
  'AudioOutput',
  'AudioDecoder',
] as const;

export type ConfigurationKind = (typeof configurationKinds)[number];

/** What a profile is made of. */
export interface ProfileEntity {
  readonly token: string;
  readonly name: string;
  /** Fixed profiles cannot be deleted. */
  readonly fixed: boolean;
  /** Between StartMulticastStreaming and StopMulticastStreaming, over restarts (MED-13). */
  readonly multicasting: boolean;
  /** Token of the configuration of each kind. */
  readonly configurations: Readonly<Partial<Record<ConfigurationKind, string>>>;
}

export interface ConfigurationEntity {
  readonly token: string;
  readonly name: string;
}

export interface VideoSourceEntity extends ConfigurationEntity {
  readonly source: string;
}

export interface AudioSourceEntity extends ConfigurationEntity {
  readonly source: string;
}

/** tt:MulticastConfiguration as it was set. */
export interface MulticastEntity {
  /** Numeric; 0.0.0.0 or :: for none. */
  readonly address: string;
  /** Even RTP port; 0 for none. */
  readonly port: number;
  /** Hops, 1..255. */
  readonly ttl: number;
  /** Sent without any session, whatever the profiles do. */
  readonly autoStart: boolean;
}

/** What every configuration that becomes an RTP stream has. */
export interface StreamEntity extends ConfigurationEntity {
  readonly multicast: MulticastEntity;
  /** SecureStreamingProtocolAlgorithm: what RTSPS sessions get (STR-100). */
  readonly srtp: SrtpAlgorithm | 'NONE';
  /** Seconds without sign of life after which an RTSP session is closed. */
  readonly sessionTimeout: number;
}

export interface VideoEncoderEntity extends StreamEntity {
  readonly codec: VideoCodec;
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
  /** undefined for a codec without profiles. */
  readonly profile: VideoProfile | undefined;
  readonly quality: number;
}

export interface AudioEncoderEntity extends StreamEntity {
  readonly codec: AudioCodec;
  /** kbit/s */
  readonly bitrate: number;
  /** Hz */
  readonly sampleRate: number;
}

export interface MetadataEntity extends StreamEntity, MetadataSettings {}

export interface AudioOutputEntity extends ConfigurationEntity {
  readonly output: string;
  readonly primacy: BackchannelPlan['primacy'];
  /** 0..100 */
  readonly level: number;
}

/** The decoder takes what the speaker plays: there is nothing to set but its name. */
export type AudioDecoderEntity = ConfigurationEntity;

/** Configurations of the device by their kind. */
export interface Configurations {
  readonly VideoSource: readonly VideoSourceEntity[];
  readonly AudioSource: readonly AudioSourceEntity[];
  readonly VideoEncoder: readonly VideoEncoderEntity[];
  readonly AudioEncoder: readonly AudioEncoderEntity[];
  readonly Metadata: readonly MetadataEntity[];
  readonly AudioOutput: readonly AudioOutputEntity[];
  readonly AudioDecoder: readonly AudioDecoderEntity[];
}

/** All media entities of the device, replaced as a whole on each change. */
export interface MediaEntities extends Configurations {
  readonly profiles: readonly ProfileEntity[];
}

/** Kinds whose configurations become RTP streams, in the order of their m= sections. */
export const streamKinds = ['VideoEncoder', 'AudioEncoder', 'Metadata'] as const;

export type StreamKind = (typeof streamKinds)[number];

/** Limits that the capabilities tell. */
export const entityLimits = { profiles: 16, name: 64, token: 64, sessionTimeout: { min: 10, max: 3600 } } as const;

/** Number of profiles that use a configuration. */
export function useCount(entities: MediaEntities, kind: ConfigurationKind, token: string): number {
  return entities.profiles.filter((profile) => profile.configurations[kind] === token).length;
}
