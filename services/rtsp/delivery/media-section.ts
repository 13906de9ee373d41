import type { PlayPoint, RtpStream } from '../../../hal/ports/rtp-stream.ts';
import type { RtcpMessage } from '../rtcp.ts';
import type { Carrier } from './carrier.ts';

/** First packet of a section that plays, in the clock of its stream. */
export interface StartPoint extends PlayPoint {
  /** Hz of the RTP time. */
  readonly clockRate: number;
}

/** Media section that a client set up: a track that is sent, or the backchannel that is received. */
export interface MediaSection {
  readonly control: string;
  readonly kind: 'video' | 'audio' | 'metadata' | 'backchannel';
  /** Token of the encoder or metadata configuration; of the audio output for a backchannel. */
  readonly stream: string;
  readonly carrier: Carrier;
  /** Whether the section sends that very stream: a stream that was opened anew has the same id and is another. */
  isOf(stream: RtpStream): boolean;
  /** Gets ready to play; the point of the first packet where packets are sent. Rejects with RtspError or HalError. */
  play(): Promise<StartPoint | undefined>;
  /** After the reply to PLAY: packets flow. */
  start(): void;
  pause(): void;
  close(): void;
  /** Whether packets moved since the last call, a sign of life over TCP. */
  hasMoved(): boolean;
  /** Takes a packet of the client on the RTP side. */
  takeRtp(packet: Buffer): void;
  /** The messages of a packet of the client on the RTCP side; undefined when it is garbage or not authentic. */
  readRtcp(packet: Buffer): readonly RtcpMessage[] | undefined;
  feedback(messages: readonly RtcpMessage[]): void;
  /** About once a second. */
  tick(now: number): void;
}
