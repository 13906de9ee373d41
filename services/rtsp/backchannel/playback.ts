import type { Logger } from 'pino';
import type { AudioDecoderFormat, AudioPlayback, MediaEngine } from '../../../hal/ports/media-engine.ts';

/** Packets kept while the speaker opens, and milliseconds before another try when it does not. */
const [keptLimit, retryTime] = [50, 1000];

/** The speaker as one talker uses it: opened with the first packet of a format, changed when the format does (STR-83). */
export class Playback {
  readonly #speakers: Pick<MediaEngine, 'openPlayback'>;
  readonly #output: string;
  readonly #log: Logger;
  #format: AudioDecoderFormat | undefined;
  #playback: AudioPlayback | undefined;
  #kept: Uint8Array[] = [];
  #retryAt = 0;

  constructor(speakers: Pick<MediaEngine, 'openPlayback'>, output: string, log: Logger) {
    this.#speakers = speakers;
    this.#output = output;
    this.#log = log;
  }

  /** @param now milliseconds of a clock that is never set back */
  push(packet: Uint8Array, format: AudioDecoderFormat, now: number): void {
    if (this.#format !== format) {
      if (now < this.#retryAt) return;
      this.close();
      this.#format = format;
      void this.#open(format, now);
    }
    if (this.#playback !== undefined) this.#playback.push(packet);
    else if (this.#kept.length < keptLimit) this.#kept.push(packet);
  }

  close(): void {
    this.#playback?.close();
    this.#playback = undefined;
    this.#format = undefined;
    this.#kept = [];
  }

  async #open(format: AudioDecoderFormat, now: number): Promise<void> {
    try {
      const playback = await this.#speakers.openPlayback(this.#output, format);
      if (this.#format !== format || this.#playback !== undefined) {
        playback.close();
        return;
      }
      this.#playback = playback;
      for (const packet of this.#kept.splice(0)) playback.push(packet);
    } catch (error) {
      this.#log.warn({ err: error, output: this.#output, codec: format.codec }, 'the speaker cannot be had');
      this.#retryAt = now + retryTime;
      if (this.#format === format) this.close();
    }
  }
}
