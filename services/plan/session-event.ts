/** Media section of a playing session. */
export interface PlayingTrack {
  /** Token of the configuration: video encoder, audio encoder, metadata; the audio output of a backchannel. */
  readonly stream: string;
  readonly kind: 'video' | 'audio' | 'metadata' | 'backchannel';
  readonly transport: 'udp' | 'multicast' | 'interleaved';
}

/** Event of an RTSP session, for the list of active sessions by configuration. */
export type SessionEvent =
  | {
      readonly kind: 'opened';
      readonly id: string;
      readonly path: string;
      readonly user: string;
      readonly address: string;
    }
  /** Tracks that play from now on, after PLAY, PAUSE and TEARDOWN of a part; at most 16. */
  | {
      readonly kind: 'playing';
      readonly id: string;
      readonly path: string;
      /** Carrier of RTSP: the port itself, an HTTP tunnel, a WebSocket. */
      readonly link: 'plain' | 'tunnel' | 'websocket';
      readonly secure: boolean;
      readonly tracks: readonly PlayingTrack[];
    }
  | { readonly kind: 'closed'; readonly id: string; readonly path: string; readonly reason: string };
