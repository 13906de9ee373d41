import type { Logger } from 'pino';
import { refusedControl } from '../../codecs/driver-controls.ts';
import type { Encoder, RtpCaps } from '../../codecs/encoder.ts';
import { addon, type HubOptions } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { MediaEngineEvent } from '../../ports/media-engine.ts';
import type { RtpDescription, RtpStream, RtpSubscription, RtpTarget } from '../../ports/rtp-stream.ts';
import { CapsWait } from '../pipeline/caps-wait.ts';
import type { EngineLimits } from '../pipeline/engine-limits.ts';
import type { FrameSource } from '../pipeline/frame-source.ts';
import type { PipelinePlan, PropertyValue } from '../pipeline/pipeline.ts';
import { PipelineRunner } from '../pipeline/pipeline-runner.ts';
import type { EncoderChoice } from './encoder-choice.ts';
import { FanOut } from './fan-out.ts';

/** Limit of the bit rate that the encoder does not know by itself. */
interface RateLimit<State> {
  /** State with what is in force. */
  readonly state: State;
  change(wanted: State): void;
  /** Takes the bit rate, kbit/s. Returns whether the state has changed. */
  take(kilobits: number): boolean;
}

/** Milliseconds between two looks at the bit rate. */
const rateInterval = 500;

/** Properties of an element of the pipeline. */
interface ElementChange {
  readonly element: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/** Differences between video and audio streams. */
export interface StreamKind<State> extends HubOptions {
  /** Encoders; undefined when the frames of the source are sent unchanged. */
  readonly encoders: EncoderChoice<Encoder<State>> | undefined;
  /** Limit for an encoder without rate control; absent where it keeps the bit rate. */
  readonly limit?: (state: State) => RateLimit<State>;
  /** Members of the state that other elements than the encoder take while they play. */
  readonly live?: Readonly<Partial<Record<keyof State, (state: State) => ElementChange>>>;
  /** Plan of the next start with the present encoder. */
  readonly plan: (state: State) => PipelinePlan;
  /** Description of the stream; undefined while caps of a running pipeline are needed for it. */
  readonly describe: (state: State, caps: RtpCaps | undefined) => RtpDescription | undefined;
}

interface EncodedStreamOptions<State> {
  readonly kind: StreamKind<State>;
  readonly state: State;
  readonly capture: FrameSource;
  readonly limits: EngineLimits;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
}

/** Encoder configuration as an RTP stream: the hub lives as long as the configuration, across pipelines. */
export class EncodedStream<State extends { readonly id: string }> implements RtpStream {
  readonly id: string;
  readonly capture: FrameSource;
  readonly #kind: StreamKind<State>;
  readonly #limits: EngineLimits;
  readonly #log: Logger;
  readonly #onEvent: (event: MediaEngineEvent) => void;
  readonly #fanOut: FanOut;
  readonly #runner: PipelineRunner;
  readonly #caps = new CapsWait();
  readonly #limit: RateLimit<State> | undefined;
  #state: State;
  /** Element of the last start. */
  #running: string | undefined;
  #endCapture: (() => void) | undefined;
  #stallWatch: NodeJS.Timeout | undefined;
  #rateWatch: NodeJS.Timeout | undefined;

  constructor(options: EncodedStreamOptions<State>) {
    this.id = options.state.id;
    this.capture = options.capture;
    this.#kind = options.kind;
    this.#state = options.state;
    this.#limit = options.kind.limit?.(options.state);
    this.#limits = options.limits;
    this.#log = options.log;
    this.#onEvent = options.onEvent;
    this.#fanOut = new FanOut({
      id: this.id,
      limits: options.limits,
      clockRate: options.kind.clockRate,
      unit: options.kind.unit,
      onCaps: (caps) => this.#onCaps(caps),
      start: () => this.#start(),
      stop: () => this.#stop(),
    });
    this.#runner = new PipelineRunner({
      name: this.id,
      log: options.log,
      onEvent: (event) => this.#onPipeline(event),
      plan: (failures) => this.#plan(failures),
    });
  }

  get ssrc(): number {
    return this.#fanOut.ssrc;
  }

  get state(): State {
    return this.#state;
  }

  async describe(): Promise<RtpDescription> {
    const known = this.#kind.describe(this.#state, this.#caps.current);
    if (known !== undefined) return known;
    const end = this.#fanOut.use();
    try {
      const caps = await this.#caps.wait(this.id);
      const described = this.#kind.describe(this.#state, caps);
      if (described === undefined) throw new HalError('io', `the caps of ${this.id} do not describe it`);
      return described;
    } finally {
      end();
    }
  }

  subscribe(target: RtpTarget): RtpSubscription {
    return this.#fanOut.subscribe(target);
  }

  requestKeyFrame(): void {
    addon.requestKeyFrame(this.#fanOut.hub);
  }

  /** Forgets the frames that are kept for new subscribers: they show what is hidden now. */
  forgetFrames(): void {
    addon.forgetFrames(this.#fanOut.hub);
  }

  /** Applies settings; subscribers continue. Settings that the encoder cannot change while playing restart the pipeline. */
  apply(state: State): void {
    const before = this.#state;
    this.#state = state;
    this.#limit?.change(state);
    const encoder = this.#kind.encoders?.current;
    const changed = keysOf(state).filter((key) => before[key] !== state[key]);
    if (encoder === undefined || changed.length === 0) return;
    const live = changed.flatMap((key): readonly ElementChange[] => {
      const own = encoder.live[key]?.(this.#inForce);
      if (own !== undefined) return [{ element: 'encoder', properties: own }];
      const other = this.#kind.live?.[key]?.(state);
      return other === undefined ? [] : [other];
    });
    if (live.length === changed.length) {
      for (const { element, properties } of live) this.#runner.set(element, properties);
    } else {
      this.#caps.forget();
      this.#runner.restart();
    }
  }

  /** Rejects the calls that wait for a first frame. */
  captureFailed(reason: string): void {
    this.#reject(new HalError('gone', reason));
  }

  /** Handles an element that does not work: a start without a first frame continues with the next encoder. */
  encoderFailed(element: string, reason: string): void {
    if (this.#running === element && this.#caps.current === undefined) this.#runner.fail(`${element}: ${reason}`);
  }

  /** Ends all subscriptions (RTCP BYE) and the pipeline; the stream is not usable afterwards. */
  close(): void {
    this.#fanOut.close();
  }

  #plan(failures: number): PipelinePlan {
    const { encoders, plan } = this.#kind;
    if (failures > 0 && encoders !== undefined && this.#caps.current === undefined) {
      // `current` already skips encoders whose probe failed.
      const next = encoders.current.element === this.#running ? encoders.next().element : encoders.current.element;
      if (next !== this.#running)
        this.#log.warn({ stream: this.id, failed: this.#running, next }, 'encoder failed, using the next one');
    }
    this.#caps.forget();
    this.#running = encoders?.current.element;
    return plan(this.#inForce);
  }

  /** State as the encoder gets it. */
  get #inForce(): State {
    return this.#limit?.state ?? this.#state;
  }

  #start(): void {
    this.#endCapture = this.capture.use();
    this.#runner.start();
    this.#watchStalls();
    this.#watchRate();
  }

  #watchRate(): void {
    const limit = this.#limit;
    if (limit === undefined) return;
    let [before, at] = [addon.octets(this.#fanOut.hub), performance.now()];
    this.#rateWatch = setInterval(() => {
      const [octets, now] = [addon.octets(this.#fanOut.hub), performance.now()];
      const isChanged = limit.take(((octets - before) * 8) / (now - at));
      [before, at] = [octets, now];
      const settings = this.#kind.encoders?.current.settings(limit.state);
      if (isChanged && settings !== undefined) this.#runner.set('encoder', settings);
    }, rateInterval);
  }

  #watchStalls(): void {
    let before = addon.frames(this.#fanOut.hub);
    this.#stallWatch = setInterval(() => {
      const now = addon.frames(this.#fanOut.hub);
      if (now === before) {
        this.capture.fail('no frame received');
        this.#runner.fail('no frame received');
      }
      before = now;
    }, this.#limits.stall);
  }

  #stop(): void {
    clearInterval(this.#stallWatch);
    clearInterval(this.#rateWatch);
    this.#runner.stop();
    this.#caps.forget();
    this.#endCapture?.();
    this.#reject(new HalError('gone', `stream ${this.id} stopped`));
  }

  #onCaps(caps: RtpCaps): void {
    if (!this.#runner.wanted) return;
    this.#runner.alive();
    this.#caps.set(caps);
    this.#checkControls();
  }

  /** Logs a setting that the driver of the encoder did not take: it reports none of that. */
  #checkControls(): void {
    const controls = this.#kind.encoders?.current.controls?.(this.#state);
    const inForce = controls === undefined ? undefined : addon.encoderControls(this.id);
    if (controls === undefined || inForce === undefined) return;
    const refused = refusedControl(controls, inForce);
    if (refused !== undefined)
      this.#log.warn({ stream: this.id, encoder: this.#running, refused }, 'encoder did not take a setting');
  }

  #onPipeline(event: MediaEngineEvent): void {
    if (event.kind === 'pipeline-failed') this.#reject(new HalError('gone', event.reason));
    this.#onEvent(event);
  }

  #reject(error: HalError): void {
    this.#fanOut.fail(error);
    this.#caps.reject(error);
  }
}

function keysOf<T extends object>(value: T): (keyof T)[] {
  const keys: string[] = Object.keys(value);
  return keys.filter((key): key is keyof T & string => key in value);
}
