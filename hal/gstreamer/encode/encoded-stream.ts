import type { Logger } from 'pino';
import type { Encoder, RtpCaps } from '../../codecs/encoder.ts';
import { addon, type HubOptions } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { MediaEngineEvent } from '../../ports/media-engine.ts';
import type { RtpDescription, RtpStream, RtpSubscription, RtpTarget } from '../../ports/rtp-stream.ts';
import { CapsWait } from '../pipeline/caps-wait.ts';
import type { EngineLimits } from '../pipeline/engine-limits.ts';
import type { FrameSource } from '../pipeline/frame-source.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import { PipelineRunner } from '../pipeline/pipeline-runner.ts';
import type { EncoderChoice } from './encoder-choice.ts';
import { FanOut } from './fan-out.ts';

/** What makes a kind of stream: all else is the same for video and audio. */
export interface StreamKind<State> extends HubOptions {
  /** undefined where the source's data is passed on as it is. */
  readonly encoders: EncoderChoice<Encoder<State>> | undefined;
  /** Of the next start, with the encoder whose turn it is. */
  readonly plan: (state: State) => PipelinePlan;
  /** undefined while it needs the caps of a running pipeline. */
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

/** One encoder configuration as an RTP stream: the hub lives as long as the configuration, pipelines come and go. */
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
  #state: State;
  /** Element of the latest start. */
  #running: string | undefined;
  #endCapture: (() => void) | undefined;
  #stallWatch: NodeJS.Timeout | undefined;

  constructor(options: EncodedStreamOptions<State>) {
    this.id = options.state.id;
    this.capture = options.capture;
    this.#kind = options.kind;
    this.#state = options.state;
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

  /** New settings; subscribers go on. Only what the encoder cannot change while playing restarts the pipeline. */
  apply(state: State): true {
    const before = this.#state;
    this.#state = state;
    const encoder = this.#kind.encoders?.current;
    const changed = keysOf(state).filter((key) => before[key] !== state[key]);
    if (encoder === undefined || changed.length === 0) return true;
    const live = changed.flatMap((key) => encoder.live[key] ?? []);
    if (live.length === changed.length) {
      for (const set of live) this.#runner.set('encoder', set(state));
    } else {
      this.#caps.forget();
      this.#runner.restart();
    }
    return true;
  }

  /** Whoever waits for a first frame need not wait any longer. */
  captureFailed(reason: string): void {
    this.#reject(new HalError('gone', reason));
  }

  /** An element turned out not to work: a start that still waits for its first frame goes on with the next encoder. */
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
      // One that failed its probe meanwhile is passed over already.
      const next = encoders.current.element === this.#running ? encoders.next().element : encoders.current.element;
      if (next !== this.#running)
        this.#log.warn({ stream: this.id, failed: this.#running, next }, 'encoder gives way to the next');
    }
    this.#caps.forget();
    this.#running = encoders?.current.element;
    return plan(this.#state);
  }

  #start(): void {
    this.#endCapture = this.capture.use();
    this.#runner.start();
    this.#watchStalls();
  }

  #watchStalls(): void {
    let before = addon.frames(this.#fanOut.hub);
    this.#stallWatch = setInterval(() => {
      const now = addon.frames(this.#fanOut.hub);
      if (now === before) {
        this.capture.fail('no frame comes');
        this.#runner.fail('no frame comes');
      }
      before = now;
    }, this.#limits.stall);
  }

  #stop(): void {
    clearInterval(this.#stallWatch);
    this.#runner.stop();
    this.#caps.forget();
    this.#endCapture?.();
    this.#reject(new HalError('gone', `stream ${this.id} stopped`));
  }

  #onCaps(caps: RtpCaps): void {
    if (!this.#runner.wanted) return;
    this.#runner.alive();
    this.#caps.set(caps);
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
