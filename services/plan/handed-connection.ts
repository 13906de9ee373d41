/** Connection that is handed to the RTSP server once its HTTP or TLS part is over (STR-05, STR-06, STR-08, STR-10). */
export interface HandedConnection {
  /**
   * tunnel-get: the client only receives on it; tunnel-post: it only sends, in base64; both meet by their cookie.
   * websocket: binary frames of sub-protocol rtsp.onvif.org, both ways. plain: RTSP as on the RTSP port (behind TLS).
   * The HTTP reply (200 of the GET, 101 of the WebSocket) has been sent already; a POST gets none.
   */
  readonly role: 'tunnel-get' | 'tunnel-post' | 'websocket' | 'plain';
  /** x-sessioncookie, at most 128 characters; tunnels only. */
  readonly cookie?: string;
  /** Content-Length of a tunnel-post: behind it another POST may begin on the same connection. */
  readonly length?: number;
  /** Bytes that were read behind the HTTP head. */
  readonly head: Uint8Array;
  /** Numeric addresses of the client's connection, which a relayed socket does not know. */
  readonly remoteAddress: string;
  readonly localAddress: string;
  /** True behind TLS: SRTP keys may be sent only there. */
  readonly secure: boolean;
}

/** Path of RTSP over WebSocket on the web port; the capability RTSPWebSocketUri is `ws:` or `wss:` before it (STR-92). */
export const webSocketPath = '/onvif/rtsp';
