import type { Logger } from 'pino';
import type { AudioDecoderFormat, MediaEngine } from '../../hal/ports/media-engine.ts';
import type { RtpStream, RtpTransports, SrtpAlgorithm } from '../../hal/ports/rtp-stream.ts';
import type { AttemptLimiter } from '../auth/attempts.ts';
import type { DigestAuthority } from '../auth/digest.ts';
import type { BackchannelPlan, MulticastPlan } from '../plan/desired-media.ts';
import type { SessionEvent } from '../plan/session-event.ts';
import type { RtspLimits } from './limits.ts';

/** Presentation of one path. */
export interface Presentation {
  /** Session name of the SDP. */
  readonly name: string;
  /** Seconds without sign of life after which a session is closed. */
  readonly sessionTimeout: number;
  /** Delivery that the SDP describes: multicast names group, port and TTL (STR-50). SETUP serves both on either. */
  readonly delivery: 'unicast' | 'multicast';
  readonly tracks: readonly Track[];
  /** undefined when the profile has no audio output and decoder: Require is answered with 551 then. */
  readonly backchannel: Backchannel | undefined;
}

export interface Track {
  /** Last part of the track's URI, e.g. `track1`. */
  readonly control: string;
  readonly kind: 'video' | 'audio' | 'metadata';
  readonly stream: RtpStream;
  readonly multicast: MulticastPlan | undefined;
  /** Algorithm that secure connections are offered. */
  readonly srtp: SrtpAlgorithm | 'NONE';
}

/** Audio from the client to a speaker (STR-80..85). */
export interface Backchannel {
  /** Last part of its URI. */
  readonly control: string;
  /** Id of the audio output. */
  readonly output: string;
  readonly primacy: BackchannelPlan['primacy'];
  readonly srtp: SrtpAlgorithm | 'NONE';
  /** In the order of the SDP. */
  readonly formats: readonly AudioDecoderFormat[];
}

export interface RtspServerOptions {
  readonly transports: RtpTransports;
  readonly speakers: Pick<MediaEngine, 'openPlayback'>;
  /** Asked at each request, so that profiles may change while clients play. */
  readonly presentation: (path: string) => Presentation | undefined;
  /** undefined in setup state: nobody may play then. */
  readonly authority: () => DigestAuthority | undefined;
  readonly attempts: AttemptLimiter;
  readonly log: Logger;
  readonly onSession?: (event: SessionEvent) => void;
  readonly limits?: Partial<RtspLimits>;
  /** bit/s at which a large frame leaves to one receiver by UDP; 0 = at once, also when absent. Asked as sockets open. */
  readonly pacing?: () => number;
  /** Decides whether a client of that address may connect; absent = any. */
  readonly admits?: (address: string) => boolean;
}
