import type { Logger } from 'pino';
import type { Board } from '../boards/board.ts';
import { transports } from '../native/transports.ts';
import { HalError } from '../ports/hal-error.ts';
import type {
  AudioDecoderFormat,
  AudioPlayback,
  MediaEngine,
  MediaEngineEvent,
  MediaState,
  VideoEncoderState,
  VideoSourceState,
} from '../ports/media-engine.ts';
import { Capture } from './capture.ts';
import { Snapshots } from './snapshot.ts';
import { VideoStream } from './video-stream.ts';

export interface MediaEngineOptions {
  readonly board: Board;
  readonly log: Logger;
  /** Failures and recoveries of pipelines. */
  readonly onEvent?: (event: MediaEngineEvent) => void;
}

interface RunningStream {
  readonly stream: VideoStream;
  readonly snapshots: Snapshots;
}

class GStreamerMediaEngine implements MediaEngine {
  readonly openUdpPair = transports.openUdpPair;
  readonly adoptTcp = transports.adoptTcp;
  readonly openSrtp = transports.openSrtp;
  readonly sendRtcp = transports.sendRtcp;
  readonly #board: Board;
  readonly #log: Logger;
  readonly #onEvent: (event: MediaEngineEvent) => void;
  readonly #captures = new Map<string, Capture>();
  readonly #streams = new Map<string, RunningStream>();

  constructor(options: MediaEngineOptions) {
    this.#board = options.board;
    this.#log = options.log;
    this.#onEvent = options.onEvent ?? (() => undefined);
  }

  async apply(state: MediaState): Promise<void> {
    for (const id of [...this.#streams.keys()])
      if (!state.encoders.some((encoder) => encoder.id === id)) this.#closeStream(id);
    for (const id of [...this.#captures.keys()])
      if (!state.sources.some((source) => source.id === id)) this.#closeCapture(id);
    for (const source of state.sources) this.#applySource(source);
    for (const encoder of state.encoders) this.#applyEncoder(encoder);
  }

  stream(encoderId: string): VideoStream | undefined {
    return this.#streams.get(encoderId)?.stream;
  }

  snapshot(encoderId: string): Promise<Buffer> {
    const running = this.#streams.get(encoderId);
    return running?.snapshots.take() ?? Promise.reject(new HalError('gone', `no encoder ${encoderId}`));
  }

  sendMetadata(id: string): void {
    throw new HalError('unsupported', `no metadata stream ${id}`);
  }

  playbackFormats(): readonly AudioDecoderFormat[] {
    return [];
  }

  openPlayback(outputId: string): Promise<AudioPlayback> {
    return Promise.reject(new HalError('gone', `no audio output ${outputId}`));
  }

  async stop(): Promise<void> {
    for (const id of [...this.#streams.keys()]) this.#closeStream(id);
    for (const id of [...this.#captures.keys()]) this.#closeCapture(id);
  }

  #applySource(state: VideoSourceState): void {
    const running = this.#captures.get(state.id);
    if (running !== undefined) {
      running.apply(state);
      return;
    }
    const fact = this.#board.sources.find((source) => source.id === state.id);
    if (fact === undefined) throw new HalError('gone', `the board has no video source ${state.id}`);
    const onEvent = (event: MediaEngineEvent): void => this.#onCapture(event);
    this.#captures.set(state.id, new Capture({ camera: fact.camera, state, log: this.#log, onEvent }));
  }

  #onCapture(event: MediaEngineEvent): void {
    if (event.kind === 'pipeline-failed')
      for (const { stream } of this.#streams.values())
        if (stream.state.source === event.id) stream.cameraFailed(event.reason);
    this.#onEvent(event);
  }

  #applyEncoder(state: VideoEncoderState): void {
    const capture = this.#captures.get(state.source);
    if (capture === undefined) throw new HalError('gone', `no video source ${state.source}`);
    if (state.codec !== 'H264') throw new HalError('unsupported', `no ${state.codec} encoder`);
    const running = this.#streams.get(state.id)?.stream;
    if (running?.capture === capture) {
      running.apply(state);
      return;
    }
    this.#closeStream(state.id);
    const stream = new VideoStream({ state, capture, log: this.#log, onEvent: this.#onEvent });
    this.#streams.set(state.id, { stream, snapshots: new Snapshots(capture, () => stream.state) });
  }

  #closeStream(id: string): void {
    const running = this.#streams.get(id);
    running?.snapshots.stop();
    running?.stream.close();
    this.#streams.delete(id);
  }

  #closeCapture(id: string): void {
    this.#captures.get(id)?.stop();
    this.#captures.delete(id);
  }
}

/** The media engine of a board, on GStreamer; one per process. Its pipelines hold no libuv thread. */
export function createMediaEngine(options: MediaEngineOptions): MediaEngine {
  return new GStreamerMediaEngine(options);
}
