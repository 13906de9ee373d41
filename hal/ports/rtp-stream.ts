/**
 * RTP streams, each shared by any number of subscribers (native `rtpfanoutsink`). Packets never pass through JavaScript; this port
 * only controls them.
 */

/** Facts for the media section of an SDP (RFC 4566 5.14, 6). */
export interface RtpDescription {
  readonly media: 'video' | 'audio' | 'application';
  /** 0..127 */
  readonly payloadType: number;
  /** Encoding name of a=rtpmap: `H264`, `JPEG`, `PCMU` … */
  readonly encodingName: string;
  /** Hz */
  readonly clockRate: number;
  readonly channels?: number;
  /** Value of a=fmtp without payload type, e.g. `packetization-mode=1;profile-level-id=…;sprop-parameter-sets=…` */
  readonly fmtp?: string;
  /** Bit rate of the encoder, kbit/s; absent for JPEG and for streams that the camera encodes. */
  readonly bitrate?: number;
  /** Pixels, video only. */
  readonly width?: number;
  readonly height?: number;
}

/** Pair of bound UDP sockets, an even RTP port and the odd one above, shared by all sessions of one address family. */
export interface UdpPair {
  readonly family: 'IPv4' | 'IPv6';
  readonly rtpPort: number;
  readonly rtcpPort: number;
  close(): void;
}

/** Listener for packets on the RTCP port of a pair. */
export type RtcpListener = (packet: Buffer, address: string, port: number) => void;
/** Listener for packets on the RTP port of a pair (backchannel). */
type RtpListener = (packet: Buffer, address: string, port: number) => void;

/** Options of a UDP pair. */
export interface UdpPairOptions {
  readonly family: 'IPv4' | 'IPv6';
  /** Local numeric address: the source of packets; for multicast it also selects the interface. */
  readonly address: string;
  /** Even, 0 = any. */
  readonly rtpPort: number;
  readonly onRtcp: RtcpListener;
  /** RTP is received only when this listener is given. */
  readonly onRtp?: RtpListener;
  /** Hop limit of a pair that sends to multicast groups, 1..255. Packets are also looped back to this machine. */
  readonly multicastTtl?: number;
  /** Highest rate (bit/s) to each receiver for frames above 32 KiB; 0 or absent = unlimited. */
  readonly pacing?: number;
}

/** SRTP algorithms of the ONVIF text (STR-100). */
export type SrtpAlgorithm = 'AES_CM_128_HMAC_SHA1_80' | 'AEAD_AES_128_GCM' | 'AEAD_AES_256_GCM';

export interface SrtpKey {
  readonly algorithm: SrtpAlgorithm;
  /** Master key and master salt, concatenated: 16 + 14, 16 + 12 or 32 + 12 octets. */
  readonly master: Uint8Array;
  /** Master key identifier of every packet, 0..128 octets. Clients that name none send packets without it. */
  readonly mki: Uint8Array;
}

/**
 * Protection of one stream (RFC 3711, RFC 7714). A frame is protected once for all targets that share the object, so receivers
 * with the same key should share it.
 */
export interface SrtpContext {
  /** Uses a new key from the next packet on; the roll-over counters continue (STR-102). */
  rekey(key: SrtpKey): void;
  /**
   * Roll-over counter of the last packet sent under an SSRC; 0 before the first. Rounds without packets count too: no index is used
   * twice under a key.
   */
  rolloverCounter(ssrc: number): number;
  /** Returns the plain packet, undefined for a packet that is not authentic or a repetition. */
  unprotectRtp(packet: Uint8Array): Buffer | undefined;
  unprotectRtcp(packet: Uint8Array): Buffer | undefined;
  protectRtcp(packet: Uint8Array): Buffer;
  close(): void;
}

/**
 * Sending side of a playing TCP connection. From its creation on, all bytes to the socket must go through `send`, so that replies and
 * interleaved packets never mix. JavaScript keeps reading from its own net.Socket; the native side has a duplicate of the descriptor.
 */
export interface StreamConnection {
  /** Queues bytes (an RTSP reply, an interleaved frame) in order; false once closed or when the bound is exceeded. */
  send(bytes: Uint8Array): boolean;
  /** As `send`, for bytes that contain a frame of the carrier already (control frames of a WebSocket). */
  sendFramed(bytes: Uint8Array): boolean;
  /** Bytes that wait because the peer reads slowly. */
  readonly queuedBytes: number;
  /** Sends the bytes that fit without waiting, then closes the descriptor. */
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

/** First packet that a subscriber gets, for RTP-Info and Range of a PLAY reply (RFC 2326 12.33, 12.29). */
export interface PlayPoint {
  /** 16 bit */
  readonly sequence: number;
  /** 32 bit */
  readonly rtpTime: number;
  /** Wall clock time of the packet, ms since 1970 (may have a fraction). */
  readonly wallClock: number;
}

export interface SubscriptionCounters {
  readonly packets: number;
  readonly octets: number;
  /** Frames dropped because the receiver was slow. */
  readonly droppedFrames: number;
}

/**
 * Receiver of a stream. States: created idle → `play()` requests a key frame, resolves when that frame exists and holds it back → the
 * caller sends its reply → `start()` releases the packets, a sender report first → `pause()` back to idle → … → `close()` (RTCP BYE
 * if it was playing).
 */
export interface RtpSubscription {
  /** SSRC of the stream, 32 bit. */
  readonly ssrc: number;
  /**
   * Rejects with HalError 'gone' when the pipeline fails, 'io' when no frame comes within 2 s. While packets flow it resolves with the
   * present point, and the packets continue; concurrent calls share one point.
   */
  play(): Promise<PlayPoint>;
  /**
   * Sends what is held back and all that follows. Other subscriptions of the stream that play to the same UDP receiver become
   * idle: a client that comes back with its old ports gets each packet once.
   */
  start(): void;
  pause(): void;
  /** A subscription that plays sends BYE, unless another one of the stream has the same UDP receiver. */
  close(): void;
  counters(): SubscriptionCounters;
}

export interface RtpStream {
  readonly id: string;
  /** SSRC of all subscriptions, 32 bit; constant as long as the stream exists, whether the encoder runs or not. */
  readonly ssrc: number;
  /** Starts the encoder pipeline if needed, and resolves once its caps are known. */
  describe(): Promise<RtpDescription>;
  /** Adds a receiver; the encoder pipeline runs as long as the subscription is open. */
  subscribe(target: RtpTarget): RtpSubscription;
  /** Requests a key frame; requests within 200 ms are merged into one per stream. */
  requestKeyFrame(): void;
}

/** Framing of the bytes that a connection sends; JavaScript decodes received bytes. */
export type ConnectionFraming = 'none' | 'websocket';

/** Native transports of the RTSP server. */
export interface RtpTransports {
  /** Binds a pair of sockets; received packets go to the listeners. Throws HalError 'busy', 'gone', 'out-of-range', 'io'. */
  openUdpPair(options: UdpPairOptions): UdpPair;
  /**
   * Throws HalError 'out-of-range' for a key of the wrong length, 'unsupported' for an algorithm libsrtp lacks.
   * @param like another context with the same master key, whose roll-over counters the new one shares
   */
  openSrtp(key: SrtpKey, like?: SrtpContext): SrtpContext;
  /** Sends one packet from the RTCP socket of a pair (receiver reports of a backchannel). */
  sendRtcp(pair: UdpPair, packet: Uint8Array, address: string, port: number): void;
  /**
   * Takes over the sending side of an open TCP socket.
   * @param descriptor file descriptor of the socket (it is duplicated)
   * @param limits.queueBytes bound of the queue; packets that do not fit are dropped by whole frames up to the next key frame
   * @param limits.framing `websocket`: each write leaves as one unmasked binary message (RFC 6455 5.2), `send` included
   * @param onError called once when the peer is gone or the queue of `send` overflowed
   */
  adoptTcp(
    descriptor: number,
    limits: { readonly queueBytes: number; readonly framing?: ConnectionFraming },
    onError: (reason: string) => void,
  ): StreamConnection;
}
