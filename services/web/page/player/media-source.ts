import type { AccessUnit } from '../media/access-unit.ts';
import { initialSegment, mediaSegment } from '../media/fmp4.ts';
import { ParameterSets } from './parameter-sets.ts';
import { Arrivals, Timeline, type Way, type WayListener } from './way.ts';

/** Seconds behind the live edge that are aimed at, and beyond which the picture jumps. */
const aim = 0.06;
const farthest = 1;

/** Seconds of pictures that stay in memory behind the one on screen. */
const keptBehind = 5;

type Source = typeof MediaSource;

/** Media Source Extensions of this browser; iPhones have a managed one only. */
export function mediaSource(): Source | undefined {
  const { ManagedMediaSource } = globalThis as { ManagedMediaSource?: Source };
  return ManagedMediaSource ?? (globalThis as { MediaSource?: Source }).MediaSource;
}

/** Plays H.264 in a video element, by MP4 segments of one picture each. */
export class MediaSourceWay implements Way {
  readonly element: HTMLVideoElement = document.createElement('video');
  readonly #listener: WayListener;
  readonly #parameters = new ParameterSets('H264');
  readonly #arrivals = new Arrivals();
  readonly #timeline = new Timeline();
  readonly #source: MediaSource;
  readonly #url: string;
  readonly #queue: Uint8Array[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  #buffer: SourceBuffer | undefined;
  #sequence = 0;
  #last: { readonly unit: AccessUnit; readonly time: number } | undefined;
  #duration = 3600;

  constructor(Kind: Source, listener: WayListener) {
    this.#listener = listener;
    this.#source = new Kind();
    this.#url = URL.createObjectURL(this.#source);
    Object.assign(this.element, { muted: true, autoplay: true, playsInline: true, disableRemotePlayback: true });
    this.element.onerror = () => listener.onFailure(this.element.error?.message ?? 'video element');
    this.element.onresize = () => listener.onSize(this.element.videoWidth, this.element.videoHeight);
    this.element.src = this.#url;
    this.#source.onsourceopen = () => this.#append();
    this.#timer = setInterval(() => this.#keepUp(), 250);
    this.#watch();
  }

  push(unit: AccessUnit): void {
    const format = this.#parameters.change(unit);
    const { sps, pps } = this.#parameters;
    if (format !== undefined && sps !== undefined && pps !== undefined) {
      const type = `video/mp4; codecs="${format.codec}"`;
      if (this.#buffer === undefined && this.#source.readyState === 'open') this.#open(type);
      else if (this.#buffer !== undefined) this.#buffer.changeType(type);
      else this.#type = type;
      this.#queue.push(initialSegment(sps, pps, format));
    }
    if (this.#sequence === 0 && !unit.key) return;
    const time = this.#timeline.at(unit.timestamp);
    if (this.#last !== undefined && time > this.#last.time) this.#duration = Math.min(90_000, time - this.#last.time);
    this.#last = { unit, time };
    this.#sequence += 1;
    this.#arrivals.note(time);
    this.#queue.push(mediaSegment(unit, this.#sequence, time, this.#duration));
    this.#append();
  }

  #type = '';

  #open(type: string): void {
    try {
      this.#buffer = this.#source.addSourceBuffer(type);
    } catch {
      this.#listener.onFailure(type);
      return;
    }
    this.#buffer.onupdateend = () => this.#append();
    this.#buffer.onerror = () => this.#listener.onFailure('SourceBuffer');
  }

  #append(): void {
    if (this.#source.readyState !== 'open') return;
    if (this.#buffer === undefined && this.#type !== '') this.#open(this.#type);
    if (this.#buffer === undefined || this.#buffer.updating) return;
    const parts = this.#queue.splice(0);
    if (parts.length === 0) return;
    const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    try {
      this.#buffer.appendBuffer(bytes);
    } catch (error) {
      this.#listener.onFailure(error instanceof Error ? error.message : 'SourceBuffer');
    }
  }

  /** Clocks of camera and browser differ: the speed follows the live edge. */
  #keepUp(): void {
    const { buffered, currentTime } = this.element;
    if (buffered.length === 0 || this.#buffer === undefined) return;
    const edge = buffered.end(buffered.length - 1);
    const behind = edge - currentTime;
    if (behind > farthest || behind < 0) this.element.currentTime = Math.max(0, edge - aim);
    else this.element.playbackRate = Math.min(1.1, Math.max(0.97, 1 + (behind - aim) / 2));
    if (this.element.paused) void this.element.play().catch(() => undefined);
    const start = buffered.start(0);
    if (currentTime - start > 2 * keptBehind && !this.#buffer.updating)
      this.#buffer.remove(start, currentTime - keptBehind);
  }

  #watch(): void {
    this.element.requestVideoFrameCallback((_, { mediaTime }) => {
      const delay = this.#arrivals.since(Math.round(mediaTime * 90_000));
      this.#listener.onFrame(delay ?? 0);
      this.#watch();
    });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.element.onerror = null;
    this.element.removeAttribute('src');
    this.element.load();
    URL.revokeObjectURL(this.#url);
  }
}
