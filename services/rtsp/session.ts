import { randomBytes } from 'node:crypto';
import { HalError } from '../../hal/ports/hal-error.ts';
import type { PlayingTrack } from '../plan/session-event.ts';
import { BackchannelSection } from './backchannel/backchannel-section.ts';
import { mayDeviceSpeak, silenced } from './backchannel/half-duplex.ts';
import type { MediaSection, StartPoint } from './delivery/media-section.ts';
import type { Presentation } from './server-options.ts';
import { nextState, type SessionMethod, type SessionState } from './states.ts';
import { RtspError } from './status.ts';

/** Media sections of one session; a profile has fewer. */
const sectionsLimit = 16;

export interface SessionOptions {
  readonly path: string;
  readonly presentation: Presentation;
  readonly user: string;
  readonly address: string;
  /** Connection that set it up. */
  readonly owner: object;
  /** Whether its client can send requests now. */
  readonly takesRequests: () => boolean;
  readonly link: 'plain' | 'tunnel' | 'websocket';
  readonly secure: boolean;
}

export interface StartedSection {
  readonly section: MediaSection;
  /** undefined for a backchannel, for audio that is silent because the client has primacy, and for what comes later. */
  readonly point: StartPoint | undefined;
}

function pointOf(result: PromiseSettledResult<StartPoint | undefined> | undefined): StartPoint | undefined {
  return result?.status === 'fulfilled' ? result.value : undefined;
}

/** An RTSP session (RFC 2326 3.4): the media sections a client set up, and which of them play. */
export class RtspSession {
  readonly id: string = randomBytes(12).toString('base64url').replace(/-/g, '.');
  readonly options: SessionOptions;
  lastSeen: number;
  readonly #sections = new Map<string, MediaSection>();
  readonly #playing = new Set<MediaSection>();
  /** Lines that play and send nothing: because the client speaks, or their source gives nothing yet. */
  readonly #silent = new Set<MediaSection>();
  #isSetUp = false;
  /** Wall clock (ms since 1970) that npt counts from: the start of the first PLAY. */
  #nptOrigin: number | undefined;

  /** @param now milliseconds of a clock that is never set back */
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

  get sections(): readonly MediaSection[] {
    return [...this.#sections.values()];
  }

  /** Sections that play, for the session list. */
  get playing(): readonly PlayingTrack[] {
    return [...this.#playing].map(({ stream, kind, carrier }) => ({ stream, kind, transport: carrier.kind }));
  }

  isPlaying(section: MediaSection): boolean {
    return this.#playing.has(section);
  }

  /** Throws 455 when the method is not valid now for these sections. */
  check(method: SessionMethod, sections: readonly MediaSection[]): void {
    const isPlaying = sections.some((section) => this.#playing.has(section));
    const state = method === 'PAUSE' && !isPlaying && this.state === 'Playing' ? 'Ready' : this.state;
    if (nextState(state, method) === undefined) throw new RtspError(455);
  }

  /** Sets a media section up, in place of an earlier section of it. True when that one played: the new one is to go on. */
  add(section: MediaSection): boolean {
    if (!this.#sections.has(section.control) && this.#sections.size >= sectionsLimit)
      throw new RtspError(453, 'too many tracks');
    const before = this.#sections.get(section.control);
    const played = before !== undefined && this.#playing.has(before);
    if (before !== undefined) this.#drop(before);
    this.#sections.set(section.control, section);
    this.#isSetUp = true;
    return played;
  }

  /**
   * Waits for the first frame of each section. The caller sends its reply, then calls `start` on the same sections. Where some sections
   * have a source that gives nothing (an absent microphone), the others play, and these follow when it does.
   */
  async play(sections: readonly MediaSection[]): Promise<readonly StartedSection[]> {
    const quiet = new Set(this.#mayDeviceSpeak() ? [] : silenced(sections));
    const results = await Promise.allSettled(
      sections.map((section) => (quiet.has(section) ? undefined : section.play())),
    );
    const started = sections.map((section, index) => ({ section, point: pointOf(results[index]) }));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    const mayFollow = refused.every((reason) => reason instanceof HalError) && started.some(({ point }) => point);
    if (refused.length > 0 && !mayFollow) {
      // Sections that did not play before must not hold a key frame for a PLAY that failed.
      for (const section of sections) if (!this.#playing.has(section)) section.pause();
      throw refused[0];
    }
    for (const [index, section] of sections.entries()) {
      this.#playing.add(section);
      if (quiet.has(section) || results[index]?.status === 'rejected') this.#silent.add(section);
    }
    return started;
  }

  /** Normal play time (seconds) of an instant (ms since 1970); the first one asked for is 0. */
  normalPlayTime(wallClock: number): number {
    this.#nptOrigin ??= wallClock;
    return Math.max(0, wallClock - this.#nptOrigin) / 1000;
  }

  start(sections: readonly MediaSection[]): void {
    for (const section of sections) if (this.#playing.has(section) && !this.#silent.has(section)) section.start();
  }

  pause(sections: readonly MediaSection[]): void {
    for (const section of sections) {
      if (this.#playing.delete(section)) section.pause();
      this.#silent.delete(section);
    }
  }

  /** Ends one media section; true when none is left. */
  remove(section: MediaSection): boolean {
    this.#drop(section);
    return this.#sections.size === 0;
  }

  close(): void {
    for (const section of this.sections) this.#drop(section);
    this.#isSetUp = false;
  }

  /** A packet of the client: audio of a backchannel, or RTCP, which keeps the session alive (STR-24). */
  take(section: MediaSection, side: 'rtp' | 'rtcp', packet: Buffer, now: number): void {
    if (side === 'rtp') {
      section.takeRtp(packet);
      this.applyPrimacy();
      return;
    }
    const messages = section.readRtcp(packet);
    if (messages === undefined) return;
    this.lastSeen = now;
    for (const one of this.sections) one.feedback(messages);
  }

  /** The device's audio stops while the client has the channel, and goes on after that (STR-85). */
  applyPrimacy(): void {
    const held = new Set(this.#mayDeviceSpeak() ? [] : silenced([...this.#playing]));
    for (const section of held) {
      if (this.#silent.has(section)) continue;
      this.#silent.add(section);
      section.pause();
    }
    for (const section of [...this.#silent])
      if (!held.has(section) && this.#silent.delete(section)) void this.#goOn(section);
  }

  /**
   * Whether the client is gone: no request and no report for the timeout. Over TCP, packets that the peer took are a
   * sign of life too, because not every client sends reports there; so are packets that it sends. A tunnel without POST has
   * until the timeout to open another.
   */
  expired(now: number): boolean {
    const moved = this.sections.filter((section) => section.hasMoved());
    const lives = moved.some(({ carrier, kind }) => carrier.kind === 'interleaved' || kind === 'backchannel');
    if (lives && this.options.takesRequests() && this.state === 'Playing') this.lastSeen = now;
    return now - this.lastSeen > this.options.presentation.sessionTimeout * 1000;
  }

  tick(now: number): void {
    for (const section of this.sections) section.tick(now);
    this.applyPrimacy();
  }

  #drop(section: MediaSection): void {
    this.#playing.delete(section);
    this.#silent.delete(section);
    if (this.#sections.get(section.control) === section) this.#sections.delete(section.control);
    section.close();
  }

  #mayDeviceSpeak(): boolean {
    const talker = this.sections.find((section) => section instanceof BackchannelSection);
    return talker === undefined || mayDeviceSpeak(talker.primacy, talker, performance.now());
  }

  async #goOn(section: MediaSection): Promise<void> {
    try {
      await section.play();
      if (this.#playing.has(section) && !this.#silent.has(section)) section.start();
    } catch {
      // The source gave no frame: the next tick tries again.
      if (this.#playing.has(section)) this.#silent.add(section);
    }
  }
}
