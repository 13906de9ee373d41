import { type AccessUnit, annexB } from '../media/access-unit.ts';
import { type NalCodec, ParameterSets } from './parameter-sets.ts';
import { Arrivals, Timeline, type Way, type WayListener } from './way.ts';

/** Pictures that may wait in the decoder; beyond that the stream goes on at the next key frame. */
const longestQueue = 30;

/** Draws pictures on a canvas as soon as they are decoded. */
export class WebCodecsWay implements Way {
  readonly element: HTMLCanvasElement = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null = this.element.getContext('2d', { alpha: false });
  readonly #listener: WayListener;
  readonly #parameters: ParameterSets;
  readonly #arrivals = new Arrivals();
  readonly #timeline = new Timeline();
  readonly #decoder: VideoDecoder;
  #configured = false;
  #waiting = false;

  constructor(codec: NalCodec, listener: WayListener) {
    this.#listener = listener;
    this.#parameters = new ParameterSets(codec);
    this.#decoder = new VideoDecoder({
      output: (frame) => this.#show(frame),
      error: ({ message }) => listener.onFailure(message),
    });
  }

  push(unit: AccessUnit): void {
    if (this.#decoder.state === 'closed') return;
    // A new size needs another configuration before its first key frame, or the frames up to the next one are lost.
    const format = this.#parameters.change(unit);
    if (format !== undefined) {
      this.#decoder.configure({
        codec: format.codec,
        codedWidth: format.width,
        codedHeight: format.height,
        optimizeForLatency: true,
      });
      this.#configured = true;
    }
    this.#waiting = (this.#waiting || this.#decoder.decodeQueueSize > longestQueue) && !unit.key;
    if (!this.#configured || this.#waiting) return;
    const time = this.#timeline.at(unit.timestamp);
    this.#arrivals.note(time);
    const timestamp = Math.round((time * 1000) / 90);
    const type = unit.key ? 'key' : 'delta';
    this.#times.set(timestamp, time);
    this.#decoder.decode(new EncodedVideoChunk({ type, timestamp, data: annexB(unit.units) }));
  }

  readonly #times = new Map<number, number>();

  #show(frame: VideoFrame): void {
    const { displayWidth, displayHeight, timestamp } = frame;
    if (this.element.width !== displayWidth || this.element.height !== displayHeight) {
      this.element.width = displayWidth;
      this.element.height = displayHeight;
      this.#listener.onSize(displayWidth, displayHeight);
    }
    this.#context?.drawImage(frame, 0, 0);
    frame.close();
    const time = this.#times.get(timestamp) ?? Number.NaN;
    for (const known of this.#times.keys()) if (known <= timestamp) this.#times.delete(known);
    this.#listener.onFrame(this.#arrivals.since(time) ?? 0);
  }

  stop(): void {
    if (this.#decoder.state !== 'closed') this.#decoder.close();
  }
}
