import { FanOut } from '../../../hal/gstreamer/encode/fan-out.ts';
import { engineLimits } from '../../../hal/gstreamer/pipeline/engine-limits.ts';
import { addon } from '../../../hal/native/addon.ts';
import type { RtpDescription, RtpStream, RtpSubscription, RtpTarget } from '../../../hal/ports/rtp-stream.ts';

const payloadType = 96;
/** First octets of NAL units (H.264 7.3.1): a picture that depends on others, and one that does not. */
const [dependent, independent] = [0x41, 0x65];
/** 30 frames of 8 kB a second are 2 Mbit/s. */
const [frameBytes, frameMilliseconds] = [8_000, 33];

/**
 * A stream without camera and encoder, for tests where only its packets matter. A key frame comes only when one is asked
 * for, and a receiver may start at any frame.
 */
export class FedStream implements RtpStream {
  readonly id: string;
  /** While it is true nothing comes: an absent microphone. */
  mute = false;
  readonly #fanOut: FanOut;
  #timer: NodeJS.Timeout | undefined;

  constructor(id: string) {
    this.id = id;
    this.#fanOut = new FanOut({
      id: `fed-${id}`,
      limits: engineLimits,
      clockRate: 90_000,
      unit: 'picture',
      onCaps: () => undefined,
      start: () => {
        this.#timer = setInterval(() => this.#send(dependent), frameMilliseconds);
      },
      stop: () => clearInterval(this.#timer),
    });
    addon.onKeyFrameRequest(this.#fanOut.hub, () => this.#send(independent));
  }

  get ssrc(): number {
    return this.#fanOut.ssrc;
  }

  async describe(): Promise<RtpDescription> {
    return { media: 'video', payloadType, encodingName: 'H264', clockRate: 90_000, bitrate: 500 };
  }

  subscribe(target: RtpTarget): RtpSubscription {
    return this.#fanOut.subscribe(target);
  }

  requestKeyFrame(): void {
    addon.requestKeyFrame(this.#fanOut.hub);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#fanOut.close();
  }

  #send(kind: number): void {
    if (this.mute) return;
    addon.sendDocument(this.#fanOut.hub, payloadType, Buffer.alloc(frameBytes, kind));
  }
}
