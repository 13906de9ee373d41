import type { Logger } from 'pino';
import type { Board } from '../boards/board.ts';
import { hasDigitalHead } from '../boards/facts/head.ts';
import { audioFormats } from '../codecs/audio-formats.ts';
import { addon } from '../native/addon.ts';
import { transports } from '../native/transports.ts';
import { HalError } from '../ports/hal-error.ts';
import {
  type AudioDecoderFormat,
  type AudioEncoderState,
  type AudioOutputState,
  type AudioPlayback,
  type AudioSourceState,
  type EngineClock,
  type MediaEngine,
  type MediaEngineEvent,
  type MediaState,
  type MetadataStreamState,
  noMasks,
  type VideoEncoderState,
  type VideoSourceState,
} from '../ports/media-engine.ts';
import type { RtpStream } from '../ports/rtp-stream.ts';
import { AudioCapture, type VideoCapture } from './capture/capture.ts';
import { RunningCamera } from './capture/running-camera.ts';
import { snapshotsOf } from './capture/snapshot.ts';
import { SourceMasks } from './capture/source-masks.ts';
import { zoneSteps } from './capture/zone-steps.ts';
import { audioKind } from './encode/audio-stream.ts';
import { EncodedStream } from './encode/encoded-stream.ts';
import { MetadataStream } from './encode/metadata-stream.ts';
import { isPassedOn, videoKind } from './encode/video-stream.ts';
import { findWorkingEncoders } from './encode/working-encoders.ts';
import { type EngineLimits, engineLimits } from './pipeline/engine-limits.ts';
import type { FramesOnDemand } from './pipeline/frames-on-demand.ts';
import { KeyedSet } from './pipeline/keyed-set.ts';
import { playableFormats, Speaker } from './playback/speaker.ts';

interface MediaEngineOptions {
  readonly board: Board;
  readonly log: Logger;
  /** Called with failures and recoveries of pipelines, and requests of metadata streams. */
  readonly onEvent?: (event: MediaEngineEvent) => void;
  /** Limits that differ from `engineLimits`. */
  readonly limits?: Partial<EngineLimits>;
}

interface Reporting {
  readonly limits: EngineLimits;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
}

interface RunningVideo {
  readonly stream: EncodedStream<VideoEncoderState>;
  readonly snapshots: FramesOnDemand;
}

function fact<T extends { readonly id: string }>(facts: readonly T[], id: string, what: string): T {
  const found = facts.find((each) => each.id === id);
  if (found === undefined) throw new HalError('gone', `the board has no ${what} ${id}`);
  return found;
}

function setWindow({ id, crop = { x: 0, y: 0, width: 1, height: 1 } }: VideoSourceState): void {
  addon.setWindow(id, crop.x, crop.y, crop.width, crop.height);
}

/** Whether sessions can continue: codec, clock and name in the session description are unchanged. */
function sameAudio(one: AudioEncoderState, other: AudioEncoderState): boolean {
  const [before, after] = [one, other].map((state) => JSON.stringify(audioFormats[state.codec].describe(state)));
  return before === after;
}

/** Whether pictures that a camera delivers encoded are now to be cut, turned or masked: they must be decoded first. */
function mustDecode(capture: VideoCapture, { geometry, masks }: VideoSourceState): boolean {
  if (capture.output === 'raw') return false;
  const shaped = geometry !== undefined && capture.state.geometry === undefined;
  return shaped || (masks !== noMasks && capture.state.masks === noMasks);
}

class GStreamerMediaEngine implements MediaEngine {
  readonly openUdpPair = transports.openUdpPair;
  readonly adoptTcp = transports.adoptTcp;
  readonly openSrtp = transports.openSrtp;
  readonly sendRtcp = transports.sendRtcp;
  readonly #board: Board;
  readonly #log: Logger;
  readonly #onEvent: (event: MediaEngineEvent) => void;
  /** Reporting of streams, and of captures, whose failures concern their streams too. */
  readonly #ofStreams: Reporting;
  readonly #ofCaptures: Reporting;
  #probed = false;
  #clock: EngineClock | undefined;
  readonly #masks = new SourceMasks();
  readonly #cameras = new KeyedSet<VideoSourceState, RunningCamera>((camera) => {
    camera.close();
    this.#masks.forget(camera.capture.id);
  });
  readonly #microphones = new KeyedSet<AudioSourceState, AudioCapture>((microphone) => microphone.close());
  readonly #speakers = new KeyedSet<AudioOutputState, Speaker>((speaker) => speaker.close());
  readonly #metadata = new KeyedSet<MetadataStreamState, MetadataStream>((stream) => stream.close());
  readonly #audio = new KeyedSet<AudioEncoderState, EncodedStream<AudioEncoderState>>((stream) => stream.close());
  readonly #video = new KeyedSet<VideoEncoderState, RunningVideo>(({ stream, snapshots }) => {
    snapshots.close();
    stream.close();
  });

  constructor(options: MediaEngineOptions) {
    this.#board = options.board;
    this.#log = options.log;
    this.#onEvent = options.onEvent ?? (() => undefined);
    const limits = { ...engineLimits, ...options.limits };
    this.#ofStreams = { limits, log: this.#log, onEvent: this.#onEvent };
    this.#ofCaptures = { limits, log: this.#log, onEvent: (event) => this.#onCapture(event) };
  }

  async apply(state: MediaState): Promise<void> {
    this.#video.retain(state.encoders);
    this.#audio.retain(state.audioEncoders);
    this.#metadata.retain(state.metadata);
    this.#cameras.retain(state.sources);
    this.#microphones.retain(state.audioSources);
    this.#speakers.retain(state.audioOutputs);
    for (const source of state.sources) this.#applyCamera(source);
    for (const source of state.audioSources) this.#applyMicrophone(source);
    for (const encoder of state.encoders) this.#applyVideo(encoder);
    for (const encoder of state.audioEncoders) this.#applyAudio(encoder);
    for (const stream of state.metadata) this.#applyMetadata(stream);
    for (const output of state.audioOutputs) this.#applySpeaker(output);
    if (!this.#probed) this.#probe();
  }

  applySource(state: VideoSourceState): void {
    const running = this.#cameras.get(state.id);
    if (running === undefined) return;
    setWindow(state);
    this.#mask(state);
    running.applyLive(state);
  }

  hold(source: string, milliseconds: number): void {
    this.#cameras.get(source)?.motion.hold(milliseconds);
  }

  setClock({ offset, zone }: EngineClock): void {
    if (offset === this.#clock?.offset && zone === this.#clock.zone) return;
    this.#clock = { offset, zone };
    addon.setWallClock(offset, zoneSteps(zone, Date.now() + offset));
  }

  stream(id: string): RtpStream | undefined {
    return this.#video.get(id)?.stream ?? this.#audio.get(id) ?? this.#metadata.get(id);
  }

  snapshot(encoderId: string): Promise<Buffer> {
    const running = this.#video.get(encoderId);
    return running?.snapshots.take() ?? Promise.reject(new HalError('gone', `no encoder ${encoderId}`));
  }

  luma(source: string): Promise<number> {
    const running = this.#cameras.get(source);
    return running?.luma.read() ?? Promise.reject(new HalError('gone', `no video source ${source}`));
  }

  sendMetadata(id: string, document: Uint8Array): void {
    this.#metadata.get(id)?.send(document);
  }

  playbackFormats(outputId: string): readonly AudioDecoderFormat[] {
    return this.#speakers.get(outputId) === undefined ? [] : playableFormats();
  }

  async openPlayback(outputId: string, format: AudioDecoderFormat): Promise<AudioPlayback> {
    const speaker = this.#speakers.get(outputId);
    if (speaker === undefined) throw new HalError('gone', `no audio output ${outputId}`);
    return speaker.open(format);
  }

  stop(): Promise<void> {
    const nothing = { sources: [], encoders: [], audioSources: [], audioEncoders: [], metadata: [], audioOutputs: [] };
    return this.apply(nothing);
  }

  /** Tries the encoders in parallel to the first streams. */
  #probe(): void {
    this.#probed = true;
    const onFailure = (element: string, reason: string): void => {
      for (const { stream } of this.#video.all()) stream.encoderFailed(element, reason);
    };
    const outputs = this.#cameras.all().map(({ capture }) => capture.output);
    findWorkingEncoders(this.#board, outputs, { log: this.#log, onFailure }).then(
      (encoders) => this.#onEvent({ kind: 'encoders', encoders }),
      (error: unknown) => this.#log.error({ err: error }, 'trial of the encoders failed'),
    );
  }

  /** Masks are in force before a camera starts; what was kept of its pictures from before is shown to nobody. */
  #mask(state: VideoSourceState): void {
    if (!this.#masks.apply(state)) return;
    for (const { stream } of this.#video.all()) if (stream.capture.id === state.id) stream.forgetFrames();
    this.#onEvent({ kind: 'masks', id: state.id, masks: state.masks });
  }

  #applyCamera(state: VideoSourceState): void {
    setWindow(state);
    const running = this.#cameras.get(state.id);
    if (running !== undefined && mustDecode(running.capture, state)) this.#cameras.close(state.id);
    this.#mask(state);
    this.#cameras.apply(state, {
      change: (camera) => camera.apply(state),
      make: () => {
        const { camera } = fact(this.#board.sources, state.id, 'video source');
        const windowed = hasDigitalHead(this.#board, state.id);
        return new RunningCamera(camera, state, { ...this.#ofCaptures, windowed });
      },
    });
  }

  #applyMicrophone(state: AudioSourceState): void {
    this.#microphones.apply(state, {
      change: (running) => running.apply(state),
      make: () => {
        const microphone = fact(this.#board.audioSources, state.id, 'audio source');
        return new AudioCapture(microphone, state, this.#ofCaptures);
      },
    });
  }

  /** Fails streams that wait for a first frame of a failed capture. */
  #onCapture(event: MediaEngineEvent): void {
    const streams = [...this.#video.all().map((video) => video.stream), ...this.#audio.all()];
    if (event.kind === 'signal' && event.lost) this.#cameras.get(event.id)?.motion.lose();
    if (event.kind === 'pipeline-failed')
      for (const stream of streams) if (stream.capture.id === event.id) stream.captureFailed(event.reason);
    this.#onEvent(event);
  }

  #applyVideo(state: VideoEncoderState): void {
    const capture = this.#cameras.get(state.source)?.capture;
    if (capture === undefined) throw new HalError('gone', `no video source ${state.source}`);
    const kind = videoKind(state, capture, this.#board.encoderElements?.[state.codec]);
    this.#video.apply(state, {
      replaces: ({ stream }) =>
        stream.capture !== capture ||
        stream.state.codec !== state.codec ||
        isPassedOn(stream.state, capture) !== isPassedOn(state, capture),
      change: ({ stream }) => stream.apply(state),
      make: () => {
        const stream = new EncodedStream({ kind, state, capture, ...this.#ofStreams });
        return { stream, snapshots: snapshotsOf(capture, () => stream.state) };
      },
    });
  }

  #applyAudio(state: AudioEncoderState): void {
    const capture = this.#microphones.get(state.source);
    if (capture === undefined) throw new HalError('gone', `no audio source ${state.source}`);
    const kind = audioKind(state, this.#board.encoderElements?.[state.codec]);
    this.#audio.apply(state, {
      replaces: (stream) => stream.capture !== capture || !sameAudio(stream.state, state),
      change: (stream) => stream.apply(state),
      make: () => new EncodedStream({ kind, state, capture, ...this.#ofStreams }),
    });
  }

  #applyMetadata(state: MetadataStreamState): void {
    this.#metadata.apply(state, {
      replaces: (stream) => stream.state.compression !== state.compression,
      make: () => new MetadataStream(state, this.#ofStreams.limits, this.#onEvent),
    });
  }

  #applySpeaker(state: AudioOutputState): void {
    this.#speakers.apply(state, {
      change: (speaker) => speaker.apply(state),
      make: () => {
        const output = fact(this.#board.audioOutputs, state.id, 'audio output');
        return new Speaker({ fact: output, state, log: this.#log, onEvent: this.#onEvent });
      },
    });
  }
}

/** Creates the GStreamer media engine of a board; one per process. Its pipelines occupy no libuv thread. */
export function createMediaEngine(options: MediaEngineOptions): MediaEngine {
  return new GStreamerMediaEngine(options);
}
