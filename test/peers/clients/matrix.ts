/** How a client gets its packets. `https` and `wss` are the tunnel and the WebSocket behind TLS. */
export const transports = ['udp', 'tcp', 'multicast', 'http', 'websocket', 'rtsps', 'https', 'wss', 'srtp'] as const;

export type Transport = (typeof transports)[number];

/** What is played, by its IANA subtype (COD-14). */
export const codecs = ['H264', 'H265', 'JPEG', 'PCMU', 'PCMA', 'G726', 'mpeg4-generic', 'metadata'] as const;

export type Codec = (typeof codecs)[number];

export const mediaOf: Readonly<Record<Codec, 'video' | 'audio' | 'application'>> = {
  H264: 'video',
  H265: 'video',
  JPEG: 'video',
  PCMU: 'audio',
  PCMA: 'audio',
  G726: 'audio',
  'mpeg4-generic': 'audio',
  metadata: 'application',
};

/** How much of a stream a cell must see. */
export interface Amount {
  readonly frames: number;
  readonly seconds: number;
  readonly documents: number;
}

/** One cell of the table, ready to run. */
export interface Job {
  readonly transport: Transport;
  readonly codec: Codec;
  /** With credentials; scheme `rtsp`, or `rtsps` where TLS begins at once; for tunnels at the port of the web service. */
  readonly uri: URL;
  readonly amount: Amount;
}

/** Why a client is not asked at all: what it lacks, or what it must say when it is asked all the same. */
export type Lack = { readonly lacks: string } | { readonly refuses: RegExp };

/** Reads what a client writes until enough of the stream was seen. */
export interface Meter {
  take(chunk: Buffer): void;
  readonly done: boolean;
  /** What was seen, e.g. `300 frames`. */
  readonly seen: string;
}

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly meter: Meter;
  /** Lines on standard error that are no complaint about the stream. */
  readonly harmless: RegExp;
  /** What the client must say, where it is known to lack the transport or codec. */
  readonly refuses?: RegExp;
}

export interface Client {
  readonly name: string;
  /** Builds it where it is a program of ours. Before anything else. */
  prepare?(): void;
  /** Prints its version. */
  readonly version: readonly [program: string, ...words: string[]];
  /** What its users should know. */
  readonly remark?: string;
  /** A string says what the client lacks. */
  command(job: Job): Command | string;
}

export type Outcome =
  | { readonly kind: 'works'; readonly seen: string }
  | { readonly kind: 'not spoken'; readonly message: string }
  | { readonly kind: 'not offered'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };
