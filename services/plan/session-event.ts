/** One media section of a session that plays. */
export interface PlayingTrack {
  /** Token of the configuration: video encoder, audio encoder, metadata; the audio output of a backchannel. */
  readonly stream: string;
  readonly kind: 'video' | 'audio' | 'metadata' | 'backchannel';
  readonly transport: 'udp' | 'multicast' | 'interleaved';
}

/** What happens to sessions, for the session list and for counting active sessions per configuration. */
export type SessionEvent =
  | {
      readonly kind: 'opened';
      readonly id: string;
      readonly path: string;
      readonly user: string;
      readonly address: string;
    }
  /** What plays from now on, after PLAY, PAUSE and TEARDOWN of a part; at most 16 tracks. */
  | {
      readonly kind: 'playing';
      readonly id: string;
      readonly path: string;
      /** What carries RTSP: the port itself, an HTTP tunnel, a WebSocket. */
      readonly link: 'plain' | 'tunnel' | 'websocket';
      readonly secure: boolean;
      readonly tracks: readonly PlayingTrack[];
    }
  | { readonly kind: 'closed'; readonly id: string; readonly path: string; readonly reason: string };
