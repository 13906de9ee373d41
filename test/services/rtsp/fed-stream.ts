import { FanOut } from '../../../hal/gstreamer/fan-out.ts';
import { addon } from '../../../hal/native/addon.ts';
import type { RtpDescription, RtpStream, RtpSubscription, RtpTarget } from '../../../hal/ports/rtp-stream.ts';

const payloadType = 107;
/** 30 frames of 8 kB a second are 2 Mbit/s. */
const [frameBytes, frameMilliseconds] = [8_000, 33];

/** A stream without camera and encoder, for tests where only its packets matter: each frame is a place to start at. */
export class FedStream implements RtpStream {
  readonly id: string;
  readonly #fanOut: FanOut;
  #timer: NodeJS.Timeout | undefined;

  constructor(id: string) {
    this.id = id;
    this.#fanOut = new FanOut({
      id: `fed-${id}`,
      clockRate: 90_000,
      unit: 'picture',
      onCaps: () => undefined,
      start: () => {
        this.#timer = setInterval(() => this.requestKeyFrame(), frameMilliseconds);
      },
      stop: () => clearInterval(this.#timer),
    });
  }

  async describe(): Promise<RtpDescription> {
    return { media: 'video', payloadType, encodingName: 'H264', clockRate: 90_000 };
  }

  subscribe(target: RtpTarget): RtpSubscription {
    return this.#fanOut.subscribe(target);
  }

  requestKeyFrame(): void {
    addon.sendDocument(this.#fanOut.hub, payloadType, Buffer.alloc(frameBytes, 0x41));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#fanOut.close();
  }
}
