import { type Signal, signal } from '@preact/signals';
import { RtspRefusal } from '../rtsp/rtsp-client.ts';
import { NotSignedIn } from '../session/session.ts';
import { type Candidate, candidatesOf, type Stream } from './candidates.ts';
import { JpegWay } from './jpeg-way.ts';
import { Measure } from './measure.ts';
import { MediaSourceWay, mediaSource } from './media-source.ts';
import { SnapshotWay } from './snapshot-way.ts';
import { Sound } from './sound.ts';
import { StreamSession } from './stream-session.ts';
import type { Way, WayListener } from './way.ts';
import { WebCodecsWay } from './web-codecs.ts';

/** What a person is told about the picture. */
export type PlayerState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'playing'; readonly candidate: Candidate; readonly reason: string }
  | { readonly kind: 'snapshots'; readonly reason: string }
  | { readonly kind: 'waiting'; readonly reason: string }
  | { readonly kind: 'paused' };

/** Milliseconds between attempts after the connection ended; the last one repeats. */
const pauses = [500, 1000, 2000, 5000];

/** Milliseconds without a picture after which the next way is tried. */
const patience = 6000;

function wayOf({ way, encoding }: Candidate, listener: WayListener): Way | undefined {
  const Kind = mediaSource();
  if (way === 'jpeg') return new JpegWay(listener);
  if (way === 'mse') return Kind === undefined ? undefined : new MediaSourceWay(Kind, listener);
  return encoding === 'JPEG' ? undefined : new WebCodecsWay(encoding, listener);
}

/** Shows a stream of the camera, in the first way that this browser can: WebCodecs, MSE, another stream, JPEG, snapshots. */
export class Player {
  readonly state: Signal<PlayerState> = signal({ kind: 'connecting' });
  readonly size: Signal<{ readonly width: number; readonly height: number } | undefined> = signal(undefined);
  readonly hasSound: Signal<boolean> = signal(false);
  readonly measure = new Measure();
  readonly sound = new Sound();
  readonly #host: HTMLElement;
  readonly #streams: readonly Stream[];
  readonly #ticks: ReturnType<typeof setInterval>;
  #candidates: readonly Candidate[] = [];
  #index = 0;
  #failures = 0;
  #reason = '';
  #way: Way | undefined;
  #snapshots: SnapshotWay | undefined;
  #session: StreamSession | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Number of the present attempt: what comes of an earlier one is ignored. */
  #attempt = 0;

  constructor(host: HTMLElement, streams: readonly Stream[]) {
    this.#host = host;
    this.#streams = streams;
    this.#ticks = setInterval(() => this.measure.tick(), 1000);
  }

  /** Element with the picture, for a snapshot of what is on screen. */
  get element(): Way['element'] | undefined {
    return this.#way?.element ?? this.#snapshots?.element;
  }

  /** Plays a stream; undefined = the best for the screen. */
  async play(chosen: string | undefined): Promise<void> {
    this.#end();
    this.state.value = { kind: 'connecting' };
    const pixels = this.#host.clientWidth * devicePixelRatio;
    this.#candidates = await candidatesOf(this.#streams, chosen, pixels);
    this.#index = 0;
    this.#reason = '';
    await this.#try();
  }

  pause(): void {
    this.#end();
    this.state.value = { kind: 'paused' };
  }

  stop(): void {
    this.#end();
    this.sound.stop();
    clearInterval(this.#ticks);
    this.#way?.stop();
    this.#host.replaceChildren();
  }

  #end(): void {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#session?.close();
    this.#session = undefined;
    this.#snapshots?.stop();
    this.#snapshots = undefined;
    this.measure.reset();
  }

  async #try(): Promise<void> {
    this.#end();
    const mine = this.#attempt;
    const candidate = this.#candidates[this.#index];
    if (candidate === undefined) return this.#showSnapshots();
    const isMine = (): boolean => mine === this.#attempt;
    const way = wayOf(candidate, {
      onFrame: (delay) => isMine() && this.#shown(candidate, delay),
      onSize: (width, height) => {
        if (isMine()) this.size.value = { width, height };
      },
      onFailure: (reason) => isMine() && this.#next(reason),
    });
    if (way === undefined) return this.#next('');
    this.#timer = setTimeout(() => isMine() && this.#next('no picture'), patience);
    // Video elements play only within the document; the new one lies below the last picture.
    this.#host.prepend(way.element);
    const before = this.#way;
    try {
      const session = await StreamSession.play(candidate.token, {
        onPicture: (unit) => isMine() && way.push(unit),
        onSound: (packet, track) => isMine() && this.sound.push(packet, track),
        onBytes: (count) => this.measure.bytes(count),
        onTravel: (milliseconds) => {
          this.measure.travel = milliseconds;
        },
        onEnd: (reason) => isMine() && this.#again(reason),
      });
      if (!isMine()) return session.close();
      this.#session = session;
      this.hasSound.value = session.sound !== undefined;
    } catch (error) {
      way.stop();
      way.element.remove();
      if (isMine()) this.#refused(error);
      return;
    }
    // The last picture stays until the new way has one.
    before?.stop();
    if (this.state.value.kind !== 'playing') before?.element.classList.add('old');
    this.#way = way;
  }

  #shown(candidate: Candidate, delay: number): void {
    this.measure.frame(delay);
    const { state } = this;
    if (state.value.kind === 'playing' && state.value.candidate === candidate) return;
    clearTimeout(this.#timer);
    this.#failures = 0;
    for (const element of [...this.#host.children]) if (element !== this.#way?.element) element.remove();
    state.value = { kind: 'playing', candidate, reason: this.#reason };
  }

  /** A refusal of this stream leads to the next one; anything else is tried again. */
  #refused(error: unknown): void {
    if (error instanceof NotSignedIn) return;
    const reason = error instanceof Error ? error.message : String(error);
    const passing = !(error instanceof RtspRefusal) || error.status >= 500 || error.status === 453;
    if (passing) this.#again(reason);
    else this.#next(reason);
  }

  #next(reason: string): void {
    this.#index += 1;
    this.#reason = reason;
    this.#failures = 0;
    void this.#try();
  }

  #again(reason: string): void {
    this.#end();
    const mine = this.#attempt;
    this.state.value = { kind: 'waiting', reason };
    const pause = pauses[Math.min(this.#failures, pauses.length - 1)] ?? 0;
    this.#failures += 1;
    this.#timer = setTimeout(() => {
      if (mine === this.#attempt) void this.#try();
    }, pause);
  }

  #showSnapshots(): void {
    const [first] = this.#streams;
    if (first === undefined) {
      this.state.value = { kind: 'waiting', reason: 'no stream' };
      return;
    }
    const snapshots = new SnapshotWay(first.token, (width, height) => {
      this.size.value = { width, height };
      this.measure.frame(0);
    });
    this.#snapshots = snapshots;
    this.#way?.stop();
    this.#way = undefined;
    this.#host.replaceChildren(snapshots.element);
    this.state.value = { kind: 'snapshots', reason: this.#reason };
  }
}
