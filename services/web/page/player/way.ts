import type { AccessUnit } from '../media/access-unit.ts';

/** Ways to show a video stream in a browser. */
export type WayKind = 'webcodecs' | 'mse' | 'jpeg';

/** What a way tells the player. */
export interface WayListener {
  /** Called for each picture on screen, with the milliseconds since it arrived. */
  readonly onFrame: (delay: number) => void;
  readonly onSize: (width: number, height: number) => void;
  /** Called when this browser cannot show the stream in this way. */
  readonly onFailure: (reason: string) => void;
}

/** One way to show coded pictures. */
export interface Way {
  /** Element that shows the pictures. */
  readonly element: HTMLCanvasElement | HTMLVideoElement;
  push(unit: AccessUnit): void;
  stop(): void;
}

/** Arrival of pictures by their timestamps, for the delay until they are shown. */
export class Arrivals {
  readonly #times = new Map<number, number>();

  note(timestamp: number): void {
    this.#times.set(timestamp, performance.now());
    const [oldest] = this.#times.keys();
    if (this.#times.size > 300 && oldest !== undefined) this.#times.delete(oldest);
  }

  /** Milliseconds since the picture arrived; undefined for an unknown one. */
  since(timestamp: number): number | undefined {
    const time = this.#times.get(timestamp);
    this.#times.delete(timestamp);
    return time === undefined ? undefined : performance.now() - time;
  }
}

/** Continues RTP timestamps beyond 32 bits, from 0 at the first picture. */
export class Timeline {
  #last: number | undefined;
  #time = 0;

  at(timestamp: number): number {
    if (this.#last !== undefined) this.#time += (timestamp - this.#last) | 0;
    this.#last = timestamp;
    return Math.max(0, this.#time);
  }
}
