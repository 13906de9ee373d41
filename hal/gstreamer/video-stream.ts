import type { Logger } from 'pino';
import { type H264Encoder, h264Fmtp } from '../codecs/h264.ts';
import { addon, type HubHandle } from '../native/addon.ts';
import { subscribe } from '../native/transports.ts';
import { HalError } from '../ports/hal-error.ts';
import type { MediaEngineEvent, VideoEncoderState } from '../ports/media-engine.ts';
import type { RtpDescription, RtpStream, RtpSubscription, RtpTarget } from '../ports/rtp-stream.ts';
import type { Capture } from './capture.ts';
import { chooseEncoder, encoderPlan } from './encoder-plan.ts';
import { Lingering } from './lingering.ts';
import { PipelineRunner } from './pipeline-runner.ts';
import { Subscription } from './subscription.ts';

const lingerMilliseconds = 5000;
const describeTimeout = 5000;
/** Longer than the distance of frames at the lowest rate: a running stream without a new frame is stuck. */
const stallMilliseconds = 8000;

type Caps = Readonly<Record<string, string>>;

interface Waiting {
  readonly resolve: (caps: Caps) => void;
  readonly reject: (error: HalError) => void;
}

export interface VideoStreamOptions {
  readonly state: VideoEncoderState;
  readonly capture: Capture;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
}

/** One encoder configuration as an RTP stream: the hub lives as long as the configuration, pipelines come and go. */
export class VideoStream implements RtpStream {
  readonly id: string;
  readonly capture: Capture;
  readonly #hub: HubHandle;
  readonly #runner: PipelineRunner;
  readonly #use: Lingering;
  readonly #subscriptions = new Set<Subscription>();
  readonly #onEvent: (event: MediaEngineEvent) => void;
  #state: VideoEncoderState;
  #encoder: H264Encoder | undefined;
  #caps: Caps | undefined;
  #waiting: Waiting[] = [];
  #endCapture: (() => void) | undefined;
  #stallWatch: NodeJS.Timeout | undefined;

  constructor(options: VideoStreamOptions) {
    this.id = options.state.id;
    this.capture = options.capture;
    this.#state = options.state;
    this.#onEvent = options.onEvent;
    this.#hub = addon.openHub(this.id, { clockRate: 90000, unit: 'picture' }, (caps) => this.#onCaps(caps));
    this.#runner = new PipelineRunner({
      name: this.id,
      log: options.log,
      onEvent: (event) => this.#onPipeline(event),
      plan: (failures) => this.#plan(failures),
    });
    this.#use = new Lingering({
      milliseconds: lingerMilliseconds,
      start: () => this.#start(),
      stop: () => this.#stop(),
    });
  }

  get state(): VideoEncoderState {
    return this.#state;
  }

  async describe(): Promise<RtpDescription> {
    const end = this.#use.use();
    try {
      const caps = this.#caps ?? (await this.#waitForCaps());
      return {
        media: 'video',
        payloadType: Number(caps.payload ?? 96),
        encodingName: caps['encoding-name'] ?? this.#state.codec,
        clockRate: Number(caps['clock-rate'] ?? 90000),
        fmtp: h264Fmtp(caps),
        width: this.#state.width,
        height: this.#state.height,
      };
    } finally {
      end();
    }
  }

  subscribe(target: RtpTarget): RtpSubscription {
    const handle = subscribe(this.#hub, target);
    const end = this.#use.use();
    const subscription = new Subscription(handle, addon.ssrc(this.#hub), (closed) => {
      this.#subscriptions.delete(closed);
      end();
    });
    this.#subscriptions.add(subscription);
    return subscription;
  }

  requestKeyFrame(): void {
    addon.requestKeyFrame(this.#hub);
  }

  /** New settings; subscribers go on. Only what the encoder cannot change while playing restarts the pipeline. */
  apply(state: VideoEncoderState): void {
    const before = this.#state;
    this.#state = state;
    if (JSON.stringify(before) === JSON.stringify(state) || this.capture.output === 'H264') return;
    const live = this.#encoder?.live(state);
    if (live !== undefined && JSON.stringify({ ...before, bitrate: state.bitrate }) === JSON.stringify(state)) {
      this.#runner.set('encoder', live);
      return;
    }
    this.#caps = undefined;
    this.#runner.restart();
  }

  /** Whoever waits for a first frame need not wait any longer. */
  cameraFailed(reason: string): void {
    this.#reject(new HalError('gone', reason));
  }

  /** Ends all subscriptions (RTCP BYE) and the pipeline; the stream is not usable afterwards. */
  close(): void {
    for (const subscription of [...this.#subscriptions]) subscription.close();
    this.#use.end();
    addon.closeHub(this.#hub);
  }

  #plan(failures: number) {
    this.#caps = undefined;
    this.#encoder = chooseEncoder(failures);
    return encoderPlan(this.#state, this.capture, this.#encoder);
  }

  #start(): void {
    this.#endCapture = this.capture.use();
    this.#runner.start();
    this.#watchStalls();
  }

  #watchStalls(): void {
    let before = addon.frames(this.#hub);
    this.#stallWatch = setInterval(() => {
      const now = addon.frames(this.#hub);
      if (now === before) {
        this.capture.fail('no frame comes');
        this.#runner.fail('no frame comes');
      }
      before = now;
    }, stallMilliseconds);
  }

  #stop(): void {
    clearInterval(this.#stallWatch);
    this.#runner.stop();
    this.#caps = undefined;
    this.#endCapture?.();
    this.#reject(new HalError('gone', `stream ${this.id} stopped`));
  }

  #onCaps(caps: Caps): void {
    if (!this.#runner.wanted) return;
    this.#caps = caps;
    this.#runner.alive();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) each.resolve(caps);
  }

  #onPipeline(event: MediaEngineEvent): void {
    if (event.kind === 'pipeline-failed') this.#reject(new HalError('gone', event.reason));
    this.#onEvent(event);
  }

  #reject(error: HalError): void {
    for (const subscription of this.#subscriptions) subscription.fail(error);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) each.reject(error);
  }

  #waitForCaps(): Promise<Caps> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new HalError('gone', `no frame of ${this.id}`)), describeTimeout);
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          settle(value);
        };
      this.#waiting.push({ resolve: settled(resolve), reject: settled(reject) });
    });
  }
}
