import type { MediaState, VideoSourceState } from '../../hal/ports/media-engine.ts';
import type { SrtpAlgorithm } from '../../hal/ports/rtp-stream.ts';
import type { DigestAlgorithm, DigestUser } from '../auth/digest-user.ts';
import type { AddressFilterPlan } from './address-filter.ts';
import type { TlsPlan } from './tls-plan.ts';

/** Multicast group of a configuration (tt:MulticastConfiguration). */
export interface MulticastPlan {
  /** Numeric group address, IPv4 or IPv6. */
  readonly address: string;
  /** Even RTP port; RTCP is the one above it. */
  readonly port: number;
  /** Hops, 1..255. */
  readonly ttl: number;
}

/** One m= section of a path. */
export interface TrackPlan {
  /** Token of the video encoder, audio encoder or metadata configuration. */
  readonly stream: string;
  /** undefined where the configuration has no group (address 0.0.0.0 or port 0). */
  readonly multicast: MulticastPlan | undefined;
  /** SecureStreamingProtocolAlgorithm of the configuration, used in RTSPS sessions. */
  readonly srtp: SrtpAlgorithm | 'NONE';
}

/** Speaker of a path's backchannel (STR-80..85). */
export interface BackchannelPlan {
  /** Id of the audio output. */
  readonly output: string;
  /** SendPrimacy of the audio output configuration, as the standard's URI ends. */
  readonly primacy: 'Server' | 'Client' | 'Auto' | 'none';
}

/** Presentation at `rtsp://host:port/<path>`. */
export interface StreamPath {
  /** Without leading slash, [A-Za-z0-9._-] and `/`; stays valid while the profile exists. */
  readonly path: string;
  /** Session name of the SDP. */
  readonly name: string;
  /** Whether DESCRIBE announces the groups (STR-50). */
  readonly delivery: 'unicast' | 'multicast';
  /** m= sections in this order: video, audio, metadata. */
  readonly tracks: readonly TrackPlan[];
  /** undefined when the profile has no audio output and decoder. */
  readonly backchannel: BackchannelPlan | undefined;
  /** Seconds (SessionTimeout of the configurations; 60 by default). */
  readonly sessionTimeout: number;
}

/** Desired state of the media process; sent whole after each change and after each restart. */
export interface DesiredMedia {
  readonly media: MediaState;
  readonly paths: readonly StreamPath[];
  /** Streams sent by multicast without any session: AutoStart, or StartMulticastStreaming (MED-13). */
  readonly multicast: readonly TrackPlan[];
  readonly realm: string;
  /** Algorithms of the digest challenges, the preferred one first. */
  readonly digestAlgorithms: readonly DigestAlgorithm[];
  /** Empty in setup state: RTSP refuses everybody then. */
  readonly users: readonly DigestUser[];
  readonly rtsp: RtspPlan;
  readonly wallClock: WallClockPlan;
  /** Clients that may connect; absent = all. */
  readonly addressFilter?: AddressFilterPlan;
}

/** Wall clock of the machine, for texts that show the time. */
interface WallClockPlan {
  /** Milliseconds by which the machine's clock is ahead of Date.now(). */
  readonly offset: number;
  /** POSIX time zone. */
  readonly zone: string;
}

/** The desired state with another state of one camera; the same object where it names no such camera. */
export function withSource(desired: DesiredMedia, source: VideoSourceState): DesiredMedia {
  const { sources } = desired.media;
  if (!sources.some(({ id }) => id === source.id)) return desired;
  return {
    ...desired,
    media: { ...desired.media, sources: sources.map((one) => (one.id === source.id ? source : one)) },
  };
}

/** Ports and addresses of the RTSP server. */
export interface RtspPlan {
  /** Empty = all. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** True while RTSP has no port of its own; streams over HTTP go on. */
  readonly off?: boolean;
  /** bit/s of a large frame to one UDP receiver; 0 = at once. */
  readonly pacing: number;
  /** RTSP over TLS (STR-10); undefined while TLS is off. */
  readonly tls: (TlsPlan & { readonly port: number }) | undefined;
}
