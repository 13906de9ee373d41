import type { Logger } from 'pino';
import type { AudioDecoderFormat, AudioPlayback, MediaEngine } from '../../../hal/ports/media-engine.ts';

/** Packets kept while the speaker opens, and milliseconds before another try when it does not. */
const [keptLimit, retryTime] = [50, 1000];

interface Kept {
  readonly packet: Uint8Array;
  readonly format: AudioDecoderFormat;
}

/** The speaker as one talker uses it: opened with the first packet of a format, changed when the format does (STR-83). */
export class Playback {
  readonly #speakers: Pick<MediaEngine, 'openPlayback'>;
  readonly #output: string;
  readonly #log: Logger;
  #format: AudioDecoderFormat | undefined;
  #playback: AudioPlayback | undefined;
  #kept: Kept[] = [];
  #isOpening = false;
  #retryAt = 0;

  constructor(speakers: Pick<MediaEngine, 'openPlayback'>, output: string, log: Logger) {
    this.#speakers = speakers;
    this.#output = output;
    this.#log = log;
  }

  /** @param now milliseconds of a clock that is never set back */
  push(packet: Uint8Array, format: AudioDecoderFormat, now: number): void {
    if (now < this.#retryAt) return;
    if (this.#format === format && !this.#isOpening) this.#playback?.push(packet);
    else if (this.#kept.length < keptLimit) {
      this.#kept.push({ packet, format });
      if (!this.#isOpening) void this.#playKept();
    }
  }

  close(): void {
    this.#kept = [];
    this.#release();
  }

  #release(): void {
    this.#playback?.close();
    this.#playback = undefined;
    this.#format = undefined;
  }

  /** Plays the kept packets in their order; a speaker is opened for each change of format. */
  async #playKept(): Promise<void> {
    this.#isOpening = true;
    for (let kept = this.#kept[0]; kept !== undefined; kept = this.#kept[0]) {
      if (this.#format !== kept.format && !(await this.#open(kept.format))) break;
      // Closed while the speaker opened: what was kept is gone, and so is the wish to play it.
      if (this.#kept.shift() === kept) this.#playback?.push(kept.packet);
      else this.#release();
    }
    this.#isOpening = false;
  }

  async #open(format: AudioDecoderFormat): Promise<boolean> {
    this.#release();
    try {
      this.#playback = await this.#speakers.openPlayback(this.#output, format);
      this.#format = format;
      return true;
    } catch (error) {
      this.#log.warn({ err: error, output: this.#output, codec: format.codec }, 'the speaker cannot be had');
      this.#retryAt = performance.now() + retryTime;
      this.#kept = [];
      return false;
    }
  }
}
