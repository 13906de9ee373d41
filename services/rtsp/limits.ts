export interface RtspLimits {
  /** Open connections in all, and from one address. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Sessions in all, from one address, and on one connection. */
  readonly sessions: number;
  readonly sessionsPerAddress: number;
  readonly sessionsPerConnection: number;
  /** Bytes of requests that wait on one connection for earlier ones to be answered. */
  readonly pipelinedBytes: number;
  /** Bytes of answers that a client may leave unread before no more of its requests are read. */
  readonly replyBytes: number;
  /** Bytes that wait for a slow reader before frames are left out. */
  readonly queueBytes: number;
  /** Milliseconds of silence after which a speaker is free for another talker. */
  readonly speakerTime: number;
  /** Milliseconds for a request to arrive whole, and for a connection without session to say something. */
  readonly requestTime: number;
  readonly idleTime: number;
  /** Halves of tunnels that wait for the other half, in all and from one address. */
  readonly tunnelHalves: number;
  readonly tunnelHalvesPerAddress: number;
  /** Milliseconds that a half may wait, and in which a tunnel without session opens another POST for one that was closed. */
  readonly tunnelTime: number;
  readonly successorTime: number;
}

export const defaultLimits: RtspLimits = {
  connections: 512,
  connectionsPerAddress: 256,
  sessions: 512,
  sessionsPerAddress: 256,
  sessionsPerConnection: 8,
  pipelinedBytes: 16_384,
  replyBytes: 65_536,
  queueBytes: 1_048_576,
  speakerTime: 3_000,
  requestTime: 10_000,
  idleTime: 60_000,
  tunnelHalves: 128,
  tunnelHalvesPerAddress: 16,
  tunnelTime: 10_000,
  successorTime: 5_000,
};
