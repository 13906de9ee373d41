import { g711Samples } from '../media/g711.ts';
import type { RtpPacket } from '../rtsp/rtp.ts';
import type { Track } from '../rtsp/sdp.ts';

/** Seconds by which packets are scheduled ahead, and the most that may have piled up. */
const ahead = 0.04;
const most = 0.3;

const place = 'vedette-volume';

/** Plays a track of G.711. It works on plain HTTP, and begins only after a click (rules of browsers). */
export class Sound {
  #context: AudioContext | undefined;
  #gain: GainNode | undefined;
  #until = 0;
  #volume = Number(localStorage.getItem(place) ?? '60');

  /** Whether a track can be played. */
  static plays({ encoding }: Track): boolean {
    return g711Samples(encoding, new Uint8Array()) !== undefined;
  }

  get volume(): number {
    return this.#volume;
  }

  /** Percent; 0 to 100. */
  setVolume(percent: number): void {
    this.#volume = percent;
    localStorage.setItem(place, String(percent));
    if (this.#gain !== undefined) this.#gain.gain.value = (percent / 100) ** 2;
  }

  get playing(): boolean {
    return this.#context !== undefined;
  }

  start(): void {
    if (this.#context !== undefined) return;
    this.#context = new AudioContext({ latencyHint: 'interactive' });
    this.#gain = this.#context.createGain();
    this.#gain.connect(this.#context.destination);
    this.setVolume(this.#volume);
  }

  stop(): void {
    void this.#context?.close();
    this.#context = undefined;
    this.#gain = undefined;
    this.#until = 0;
  }

  push({ payload }: RtpPacket, { encoding, clockRate }: Track): void {
    if (this.#context === undefined || this.#gain === undefined) return;
    const samples = g711Samples(encoding, payload);
    if (samples === undefined || samples.length === 0) return;
    const now = this.#context.currentTime;
    if (this.#until < now || this.#until > now + most) this.#until = now + ahead;
    const buffer = this.#context.createBuffer(1, samples.length, clockRate);
    buffer.copyToChannel(Float32Array.from(samples), 0);
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#gain);
    source.start(this.#until);
    this.#until += buffer.duration;
  }
}
