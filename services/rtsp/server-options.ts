import type { Logger } from 'pino';
import type { RtpStream, RtpTransports } from '../../hal/ports/rtp-stream.ts';
import type { AttemptLimiter } from '../auth/attempts.ts';
import type { DigestAuthority } from '../auth/digest.ts';

/** What one path plays. */
export interface Presentation {
  /** Session name of the SDP. */
  readonly name: string;
  /** Seconds without sign of life after which a session is closed. */
  readonly sessionTimeout: number;
  readonly tracks: readonly Track[];
}

export interface Track {
  /** Last part of the track's URI, e.g. `track1`. */
  readonly control: string;
  readonly stream: RtpStream;
}

export type SessionEvent =
  | {
      readonly kind: 'opened';
      readonly id: string;
      readonly path: string;
      readonly user: string;
      readonly address: string;
    }
  | { readonly kind: 'closed'; readonly id: string; readonly path: string; readonly reason: string };

export interface RtspServerOptions {
  readonly transports: RtpTransports;
  /** Asked at each request, so that profiles may change while clients play. */
  readonly presentation: (path: string) => Presentation | undefined;
  /** undefined in setup state: nobody may play then. */
  readonly authority: () => DigestAuthority | undefined;
  readonly attempts: AttemptLimiter;
  readonly log: Logger;
  readonly onSession?: (event: SessionEvent) => void;
  readonly limits?: Partial<RtspLimits>;
}

export interface RtspLimits {
  /** Open connections in all, and from one address. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly sessions: number;
  readonly sessionsPerConnection: number;
  /** Requests of one connection that wait for an answer. */
  readonly pipelined: number;
  /** Bytes that wait for a slow reader before frames are left out. */
  readonly queueBytes: number;
  /** Milliseconds for a request to arrive whole, and for a connection without session to say something. */
  readonly requestTime: number;
  readonly idleTime: number;
}

export const defaultLimits: RtspLimits = {
  connections: 512,
  connectionsPerAddress: 256,
  sessions: 512,
  sessionsPerConnection: 8,
  pipelined: 32,
  queueBytes: 1_048_576,
  requestTime: 10_000,
  idleTime: 60_000,
};
