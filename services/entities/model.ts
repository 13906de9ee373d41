import type { SourceGeometry, VideoCodec } from '../../hal/ports/media-engine.ts';
import type { SrtpAlgorithm } from '../../hal/ports/rtp-stream.ts';
import type * as tr2 from '../generated/tr2.ts';

/** Name of a kind of configurations in the standard (tr2:ConfigurationEnumeration), whether this device has it or not. */
export type KindName = Exclude<keyof tr2.ConfigurationSet, 'Any'>;

/** A media profile. */
export interface ProfileEntity {
  readonly token: string;
  readonly name: string;
  /** Fixed profiles cannot be deleted. */
  readonly fixed: boolean;
  /** Between StartMulticastStreaming and StopMulticastStreaming, over restarts (MED-13). */
  readonly multicasting: boolean;
  /** Token of the configuration of each kind. */
  readonly configurations: Readonly<Partial<Record<KindName, string>>>;
}

export interface ConfigurationEntity {
  readonly token: string;
  readonly name: string;
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

/** Members of every configuration that becomes an RTP stream. */
export interface StreamEntity extends ConfigurationEntity {
  readonly multicast: MulticastEntity;
  /** SecureStreamingProtocolAlgorithm: what RTSPS sessions get (STR-100). */
  readonly srtp: SrtpAlgorithm | 'NONE';
  /** Seconds without sign of life after which an RTSP session is closed. */
  readonly sessionTimeout: number;
}

/** Kinds whose configurations become RTP streams, in the order of their m= sections. */
export const streamKinds = ['VideoEncoder', 'AudioEncoder', 'Metadata'] as const;

export type StreamKind = (typeof streamKinds)[number];

/** Entities as far as one kind looks at the others: profiles, and the configurations that become streams. */
export interface StreamEntities {
  readonly profiles: readonly ProfileEntity[];
  readonly VideoEncoder: readonly (StreamEntity & { readonly codec: VideoCodec })[];
  readonly AudioEncoder: readonly StreamEntity[];
  readonly Metadata: readonly StreamEntity[];
  readonly VideoSource: readonly (ConfigurationEntity & {
    readonly source: string;
    readonly geometry?: SourceGeometry;
  })[];
}

/** Limits that the capabilities tell. */
export const entityLimits = { profiles: 16, name: 64, token: 64, sessionTimeout: { min: 10, max: 3600 } } as const;
