import { randomBytes } from 'node:crypto';
import { HalError } from '../../hal/ports/hal-error.ts';
import type { PlayPoint } from '../../hal/ports/rtp-stream.ts';
import type { PlayingTrack } from '../plan/session-event.ts';
import { BackchannelLine } from './backchannel/backchannel-line.ts';
import { mayDeviceSpeak, silenced } from './backchannel/half-duplex.ts';
import type { Line } from './delivery/line.ts';
import type { Presentation } from './server-options.ts';
import { nextState, type SessionMethod, type SessionState } from './states.ts';
import { RtspError } from './status.ts';

/** Media sections of one session; a profile has fewer. */
const linesLimit = 16;

export interface SessionOptions {
  readonly path: string;
  readonly presentation: Presentation;
  readonly user: string;
  readonly address: string;
  /** Connection that set it up. */
  readonly owner: object;
  readonly link: 'plain' | 'tunnel' | 'websocket';
  readonly secure: boolean;
}

export interface StartedLine {
  readonly line: Line;
  /** undefined for a backchannel, for audio that is silent because the client has primacy, and for what comes later. */
  readonly point: PlayPoint | undefined;
}

function pointOf(result: PromiseSettledResult<PlayPoint | undefined> | undefined): PlayPoint | undefined {
  return result?.status === 'fulfilled' ? result.value : undefined;
}

/** An RTSP session (RFC 2326 3.4): the media sections a client set up, and which of them play. */
export class RtspSession {
  readonly id: string = randomBytes(12).toString('base64url').replace(/-/g, '.');
  readonly options: SessionOptions;
  lastSeen: number;
  readonly #lines = new Map<string, Line>();
  readonly #playing = new Set<Line>();
  /** Lines that play and send nothing: because the client speaks, or their source gives nothing yet. */
  readonly #silent = new Set<Line>();
  #isSetUp = false;

  constructor(options: SessionOptions, now: number) {
    this.options = options;
    this.lastSeen = now;
  }

  get path(): string {
    return this.options.path;
  }

  get state(): SessionState {
    if (this.#playing.size > 0) return 'Playing';
    return this.#isSetUp ? 'Ready' : 'Init';
  }

  get lines(): readonly Line[] {
    return [...this.#lines.values()];
  }

  /** What plays, for the session list. */
  get playing(): readonly PlayingTrack[] {
    return [...this.#playing].map(({ stream, kind, carrier }) => ({ stream, kind, transport: carrier.kind }));
  }

  isPlaying(line: Line): boolean {
    return this.#playing.has(line);
  }

  /** Throws 455 when the method is not valid now for these lines. */
  check(method: SessionMethod, lines: readonly Line[]): void {
    const isPlaying = lines.some((line) => this.#playing.has(line));
    const state = method === 'PAUSE' && !isPlaying && this.state === 'Playing' ? 'Ready' : this.state;
    if (nextState(state, method) === undefined) throw new RtspError(455);
  }

  /** Sets a media section up, in place of an earlier line of it. True when that one played: the new one is to go on. */
  add(line: Line): boolean {
    if (!this.#lines.has(line.control) && this.#lines.size >= linesLimit) throw new RtspError(453, 'too many tracks');
    const before = this.#lines.get(line.control);
    const played = before !== undefined && this.#playing.has(before);
    if (before !== undefined) this.#drop(before);
    this.#lines.set(line.control, line);
    this.#isSetUp = true;
    return played;
  }

  /**
   * Waits for the first frame of each line. The caller sends its reply, then calls `start` on the same lines. Where some lines
   * have a source that gives nothing (an absent microphone), the others play, and these follow when it does.
   */
  async play(lines: readonly Line[]): Promise<readonly StartedLine[]> {
    const quiet = new Set(this.#mayDeviceSpeak() ? [] : silenced(lines));
    const results = await Promise.allSettled(lines.map((line) => (quiet.has(line) ? undefined : line.play())));
    const started = lines.map((line, index) => ({ line, point: pointOf(results[index]) }));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    const mayFollow = refused.every((reason) => reason instanceof HalError) && started.some(({ point }) => point);
    if (refused.length > 0 && !mayFollow) {
      // What did not play before must not hold a key frame or a speaker for a PLAY that failed.
      for (const line of lines) if (!this.#playing.has(line)) line.pause();
      throw refused[0];
    }
    for (const [index, line] of lines.entries()) {
      this.#playing.add(line);
      if (quiet.has(line) || results[index]?.status === 'rejected') this.#silent.add(line);
    }
    return started;
  }

  start(lines: readonly Line[]): void {
    for (const line of lines) if (this.#playing.has(line) && !this.#silent.has(line)) line.start();
  }

  pause(lines: readonly Line[]): void {
    for (const line of lines) {
      if (this.#playing.delete(line)) line.pause();
      this.#silent.delete(line);
    }
  }

  /** Ends one media section; true when none is left. */
  remove(line: Line): boolean {
    this.#drop(line);
    return this.#lines.size === 0;
  }

  close(): void {
    for (const line of this.lines) this.#drop(line);
    this.#isSetUp = false;
  }

  /** A packet of the client: audio of a backchannel, or RTCP, which keeps the session alive (STR-24). */
  take(line: Line, side: 'rtp' | 'rtcp', packet: Buffer, now: number): void {
    if (side === 'rtp') {
      line.takeRtp(packet);
      this.applyPrimacy();
      return;
    }
    const messages = line.readRtcp(packet);
    if (messages === undefined) return;
    this.lastSeen = now;
    for (const one of this.lines) one.feedback(messages);
  }

  /** The device's audio stops while the client has the channel, and goes on after that (STR-85). */
  applyPrimacy(): void {
    const held = new Set(this.#mayDeviceSpeak() ? [] : silenced([...this.#playing]));
    for (const line of held) {
      if (this.#silent.has(line)) continue;
      this.#silent.add(line);
      line.pause();
    }
    for (const line of [...this.#silent]) if (!held.has(line) && this.#silent.delete(line)) void this.#goOn(line);
  }

  /**
   * Whether the client is gone: no request and no report for the timeout. Over TCP, packets that the peer took are a
   * sign of life too, because not every client sends reports there; so are packets that it sends.
   */
  expired(now: number): boolean {
    const moved = this.lines.filter((line) => line.hasMoved());
    const lives = moved.some(({ carrier, kind }) => carrier.kind === 'interleaved' || kind === 'backchannel');
    if (lives && this.state === 'Playing') this.lastSeen = now;
    return now - this.lastSeen > this.options.presentation.sessionTimeout * 1000;
  }

  tick(now: number): void {
    for (const line of this.lines) line.tick(now);
    this.applyPrimacy();
  }

  #drop(line: Line): void {
    this.#playing.delete(line);
    this.#silent.delete(line);
    if (this.#lines.get(line.control) === line) this.#lines.delete(line.control);
    line.close();
  }

  #mayDeviceSpeak(): boolean {
    const talker = this.lines.find((line) => line instanceof BackchannelLine);
    return talker === undefined || mayDeviceSpeak(talker.primacy, talker, performance.now());
  }

  async #goOn(line: Line): Promise<void> {
    try {
      await line.play();
      if (this.#playing.has(line) && !this.#silent.has(line)) line.start();
    } catch {
      // Without a frame now: the next look tries again.
      if (this.#playing.has(line)) this.#silent.add(line);
    }
  }
}
