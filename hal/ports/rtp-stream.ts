/**
 * One RTP stream that any number of subscribers share (design: native `rtpfanoutsink`).
 * Packets never pass through JavaScript; this port only steers them.
 */

/** What an SDP media section needs to know (RFC 4566 5.14, 6). */
export interface RtpDescription {
  readonly media: 'video' | 'audio' | 'application';
  /** 0..127 */
  readonly payloadType: number;
  /** `H264`, `JPEG`, `PCMU` …: the encoding name of a=rtpmap */
  readonly encodingName: string;
  /** Hz */
  readonly clockRate: number;
  readonly channels?: number;
  /** The value of a=fmtp without payload type, e.g. `packetization-mode=1;profile-level-id=…;sprop-parameter-sets=…` */
  readonly fmtp?: string;
  /** kbit/s that the encoder keeps to; absent where none is set: JPEG, and what the camera has encoded itself. */
  readonly bitrate?: number;
  /** Pixels, video only. */
  readonly width?: number;
  readonly height?: number;
}

/** Two bound UDP sockets, even RTP port and the odd one above it, shared by all sessions of one address family. */
export interface UdpPair {
  readonly family: 'IPv4' | 'IPv6';
  readonly rtpPort: number;
  readonly rtcpPort: number;
  close(): void;
}

/** A packet that arrived on the RTCP port of a pair. */
export type RtcpListener = (packet: Buffer, address: string, port: number) => void;
/** A packet that arrived on the RTP port of a pair (backchannel). */
export type RtpListener = (packet: Buffer, address: string, port: number) => void;

/** How a UDP pair is opened. */
export interface UdpPairOptions {
  readonly family: 'IPv4' | 'IPv6';
  /** Our own numeric address: packets leave from it; for multicast it also names the interface. */
  readonly address: string;
  /** Even, 0 = any. */
  readonly rtpPort: number;
  readonly onRtcp: RtcpListener;
  /** RTP is read and handed on only when this is given. */
  readonly onRtp?: RtpListener;
  /** Set for a pair that sends to groups: hops, 1..255. Packets are looped back to this machine too. */
  readonly multicastTtl?: number;
  /** bit/s: a frame above 32 KiB leaves to each receiver no faster than this; 0 or absent = at once. */
  readonly pacing?: number;
}

/** SRTP algorithms of the ONVIF text (STR-100). */
export type SrtpAlgorithm = 'AES_CM_128_HMAC_SHA1_80' | 'AEAD_AES_128_GCM' | 'AEAD_AES_256_GCM';

export interface SrtpKey {
  readonly algorithm: SrtpAlgorithm;
  /** Master key and master salt, concatenated: 16 + 14, 16 + 12 or 32 + 12 octets. */
  readonly master: Uint8Array;
  /** Master key identifier, 0..128 octets; it stands in every packet. Clients that name none send packets without. */
  readonly mki: Uint8Array;
}

/**
 * Protection of one stream (RFC 3711, RFC 7714). A frame is protected once for all targets that share the object, so all
 * receivers with the device's key should share one.
 */
export interface SrtpContext {
  /** New key from the next packet on; the roll-over counters go on (STR-102). */
  rekey(key: SrtpKey): void;
  /**
   * Roll-over counter of the last packet that was sent under that SSRC; 0 before the first. It counts rounds in which
   * nothing was sent too: no index comes twice under a key.
   */
  rolloverCounter(ssrc: number): number;
  /** The plain packet, undefined when it is not authentic or a repetition. */
  unprotectRtp(packet: Uint8Array): Buffer | undefined;
  unprotectRtcp(packet: Uint8Array): Buffer | undefined;
  protectRtcp(packet: Uint8Array): Buffer;
  close(): void;
}

/**
 * The sending side of a playing TCP connection. From its creation on everything that is written to the socket
 * must go through `send`, so that replies and interleaved packets never tear each other. JavaScript keeps reading
 * from its own net.Socket. The native side works on a dup of the descriptor.
 */
export interface StreamConnection {
  /** Queues bytes (an RTSP reply, an interleaved frame) in order; false once closed or when the bound is exceeded. */
  send(bytes: Uint8Array): boolean;
  /** As `send`, for bytes that bring a frame of the carrier with them (control frames of a WebSocket). */
  sendFramed(bytes: Uint8Array): boolean;
  /** Bytes waiting because the peer reads slowly. */
  readonly queuedBytes: number;
  /** Flushes what fits without waiting, then lets go of the descriptor. */
  close(): void;
}

export type RtpTarget =
  | {
      readonly kind: 'udp';
      readonly pair: UdpPair;
      /** Numeric address of the receiver. */
      readonly address: string;
      readonly rtpPort: number;
      readonly rtcpPort: number;
      readonly srtp?: SrtpContext;
    }
  | {
      readonly kind: 'interleaved';
      readonly connection: StreamConnection;
      readonly rtpChannel: number;
      readonly rtcpChannel: number;
      readonly srtp?: SrtpContext;
    };

/** The first packet a subscriber will get: what RTP-Info and Range of a PLAY reply say (RFC 2326 12.33, 12.29). */
export interface PlayPoint {
  /** 16 bit */
  readonly sequence: number;
  /** 32 bit */
  readonly rtpTime: number;
  /** Wall clock of that instant, ms since 1970 (may have a fraction). */
  readonly wallClock: number;
}

export interface SubscriptionCounters {
  readonly packets: number;
  readonly octets: number;
  /** Whole frames left out because the receiver was slow. */
  readonly droppedFrames: number;
}

/**
 * One receiver of a stream. Life: created idle → `play()` asks for a key frame, resolves when that frame is there and
 * holds it back → the caller sends its reply → `start()` lets the packets go, a sender report first → `pause()` back to
 * idle → … → `close()` (RTCP BYE when it was playing).
 */
export interface RtpSubscription {
  /** 32 bit, that of the stream. */
  readonly ssrc: number;
  /**
   * Rejects with HalError 'gone' when the pipeline fails, 'io' when no frame comes within 2 s. While packets flow it
   * resolves with the present point, and they go on flowing; a call while another waits shares its point.
   */
  play(): Promise<PlayPoint>;
  start(): void;
  pause(): void;
  close(): void;
  counters(): SubscriptionCounters;
}

export interface RtpStream {
  readonly id: string;
  /** 32 bit, the same for all subscriptions; it stays as long as the stream exists, encoder running or not. */
  readonly ssrc: number;
  /** Starts the encoder pipeline if it is not running and resolves once its caps are known. */
  describe(): Promise<RtpDescription>;
  /** Keeps the encoder pipeline running for as long as the subscription is open. */
  subscribe(target: RtpTarget): RtpSubscription;
  /** Asks for a key frame; at most one request per stream every 200 ms gets through, the others are merged. */
  requestKeyFrame(): void;
}

/** How the bytes of a connection are wrapped on their way out; JavaScript unwraps what comes in. */
export type ConnectionFraming = 'none' | 'websocket';

/** What the RTSP server needs from the native side. */
export interface RtpTransports {
  /** Binds a pair of sockets; the listeners get what arrives. Throws HalError 'busy', 'gone', 'out-of-range', 'io'. */
  openUdpPair(options: UdpPairOptions): UdpPair;
  /**
   * Throws HalError 'out-of-range' for a key of the wrong length, 'unsupported' for an algorithm libsrtp lacks.
   * @param like another context with the same master: both have the same roll-over counters, whenever they begin
   */
  openSrtp(key: SrtpKey, like?: SrtpContext): SrtpContext;
  /** Sends one packet from the RTCP socket of a pair (receiver reports of a backchannel). */
  sendRtcp(pair: UdpPair, packet: Uint8Array, address: string, port: number): void;
  /**
   * Takes over sending on an open TCP socket.
   * @param descriptor file descriptor of the socket (it is dup'ed)
   * @param limits.queueBytes bound of the queue; packets that do not fit are dropped by whole frames up to the next key frame
   * @param limits.framing `websocket`: each write leaves as one unmasked binary message (RFC 6455 5.2), `send` included
   * @param onError called once when the peer is gone or `send` overflowed
   */
  adoptTcp(
    descriptor: number,
    limits: { readonly queueBytes: number; readonly framing?: ConnectionFraming },
    onError: (reason: string) => void,
  ): StreamConnection;
}
