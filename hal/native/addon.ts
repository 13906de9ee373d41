import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { SubscriptionCounters } from '../ports/rtp-stream.ts';
import type { PictureRectangle } from '../ports/scene-analyser.ts';

/** Opaque references to native objects. */
export interface HubHandle {
  readonly handle: 'hub';
}
export interface SubscriberHandle {
  readonly handle: 'subscriber';
}
export interface ConnectionHandle {
  readonly handle: 'connection';
}
export interface PairHandle {
  readonly handle: 'pair';
}

export interface SrtpHandle {
  readonly handle: 'srtp';
}

/** @internal */
export interface AnalyserHandle {
  readonly handle: 'analyser';
}

interface AnalyserSettings {
  /** 0..100 */
  readonly sensitivity: number;
  /** Parts that are not looked at, 64 at most. */
  readonly ignored: readonly PictureRectangle[];
}

/** @internal Formats of pictures that the motion analysis takes. */
export type AnalysedFormat = 'I420' | 'NV12' | 'NV21' | 'YUY2' | 'UYVY' | 'GRAY8';

export interface ElementProperty {
  readonly name: string;
  /** Absent for properties that are no numbers. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Names of an enumeration. */
  readonly values?: readonly string[];
}

export interface HubOptions {
  /** Hz, of the RTP timestamps. */
  readonly clockRate: number;
  /** `picture`: the marker ends a frame; `packet` (audio): each packet is a key frame of its own. */
  readonly unit: 'picture' | 'packet';
}

type PacketListener = (packet: Buffer, address: string, port: number) => void;

interface PairOptions {
  /** Numeric address of this machine. */
  readonly address: string;
  /** even, 0 for any */
  readonly port: number;
  /** Whether UDP_SEGMENT may be used, where the kernel has it. */
  readonly segment: boolean;
  /** Hops of packets to groups, 0 for a pair that sends to none. */
  readonly multicastTtl: number;
  /** bit/s to each receiver, 0 for no bound */
  readonly pacing: number;
  readonly onRtcp: PacketListener;
  readonly onRtp?: PacketListener;
}

/** Functions of the native addon. Callbacks run on the JavaScript thread and do not keep the process alive. */
interface NativeAddon {
  /** Sets the only listener for all pipelines with one of our sinks; `name` is the sink's hub or channel. */
  watchPipelines(listener: (name: string, kind: 'error' | 'eos', text: string) => void): void;
  hasElement(name: string): boolean;
  /** Writable properties of an element; undefined when no such element is installed. */
  describeElement(name: string): readonly ElementProperty[] | undefined;
  /** Version of the plug-in that has the element, e.g. `1.22.0`; undefined when none is installed. */
  elementVersion(name: string): string | undefined;
  /**
   * Controls in force of the kernel driver behind the element `encoder` of a channel's pipeline: a line `name=value` for each name of
   * its `extra-controls` that the driver has. undefined when no driver is behind it.
   */
  encoderControls(channel: string): string | undefined;
  /**
   * Sets a property of an element in the pipeline that plays into that channel, or did so last. The text is GStreamer's form of a
   * value: it is exact for enumerations, 64-bit numbers and arrays. False when there is no such pipeline, element, property or value.
   */
  setElementProperty(channel: string, element: string, property: string, text: string): boolean;
  /** The property as GStreamer's text; undefined when there is none. */
  elementProperty(channel: string, element: string, property: string): string | undefined;
  /**
   * Runs a pipeline in a thread of its own until its `fakesink name=sink` has a buffer: `done` gets an empty text then, or the
   * reason why no buffer came, and the controls of the driver behind the element `encoder`, as from `encoderControls`. `done` is never
   * called when a driver hangs at its start or end.
   * @param seconds to wait for the buffer
   */
  tryPipeline(launch: string, seconds: number, done: (reason: string, controls?: string) => void): void;
  /** Returns memory that the C library holds free to the system. */
  giveMemoryBack(): void;
  /** Numbers of native objects by kind; objects outlive their JavaScript handles only while in use. */
  liveObjects(): Readonly<Record<string, number>>;
  /** The callback gets the next buffer published on the channel; it replaces one that still waits. */
  takeFrame(channel: string, callback: (frame: Buffer | null) => void): void;
  /** A number that changes with each frame of the camera on the channel, not with substitutes; 0 before the first. */
  progress(channel: string): number;
  /** Sets the part of a camera's picture that `windowscale` shows from the next frame on: shares of its width and height. */
  setWindow(channel: string, left: number, top: number, width: number, height: number): void;
  /**
   * Puts the privacy masks of a channel in force, from the next frame on; frames that wait are dropped. Without a text none are in
   * force, and no picture is published. The text is that of VideoSourceState; one that cannot be read covers the whole picture.
   */
  setMasks(channel: string, text?: string): void;
  /** Tells where the camera of a channel looks (`poseText`), for masks of directions; without a text its poses are forgotten. */
  setPose(channel: string, text?: string): void;
  /**
   * Cells of a picture that masks cover, 1 each, row by row; undefined when no masks are in force.
   * @param map of `mapText`, from the captured picture to this one
   */
  maskCoverage(channel: string, map: string, columns: number, rows: number): Buffer | undefined;
  /**
   * Sets the clock of texts in pictures, and of sender reports and motion records.
   * @param offset milliseconds ahead of the system's clock
   * @param zone GVariant text of type a(xi): from second (since 1970) on, offset of local time in seconds
   */
  setWallClock(offset: number, zone: string): void;
  /** Publishes a buffer, captured now, on the channel. */
  publish(channel: string, caps: string, bytes: Uint8Array): void;

  /** A hub outlives the pipelines that feed it; `onCaps` gets the RTP caps of each, all values as text. */
  openHub(name: string, options: HubOptions, onCaps: (caps: Readonly<Record<string, string>>) => void): HubHandle;
  ssrc(hub: HubHandle): number;
  /** Frames since the hub was opened. */
  frames(hub: HubHandle): number;
  /** Octets of payload since the hub was opened, of one copy of each frame. */
  octets(hub: HubHandle): number;
  requestKeyFrame(hub: HubHandle): void;
  /** Forgets the frames that are kept for new receivers, and asks for a key frame. */
  forgetFrames(hub: HubHandle): void;
  /** The callback, one per hub, is asked for key frames while no sink feeds it, once in 200 ms at most. */
  onKeyFrameRequest(hub: HubHandle, callback: () => void): void;
  /**
   * Sends one metadata document of this instant (STR-71) in packets of at most 1400 octets, as a key frame.
   * @param payloadType 96..127
   * @param bytes 1..4194304 octets, else it throws with `code` EINVAL
   */
  sendDocument(hub: HubHandle, payloadType: number, bytes: Uint8Array): void;
  /** Ends all subscribers with BYE; the name is free again. */
  closeHub(hub: HubHandle): void;

  subscribeUdp(
    hub: HubHandle,
    pair: PairHandle,
    address: string,
    rtpPort: number,
    rtcpPort: number,
    srtp?: SrtpHandle,
  ): SubscriberHandle;
  subscribeInterleaved(
    hub: HubHandle,
    connection: ConnectionHandle,
    rtpChannel: number,
    rtcpChannel: number,
    srtp?: SrtpHandle,
  ): SubscriberHandle;
  play(subscriber: SubscriberHandle, onPoint: (sequence: number, rtpTime: number, wallClock: number) => void): void;
  start(subscriber: SubscriberHandle): void;
  pause(subscriber: SubscriberHandle): void;
  closeSubscriber(subscriber: SubscriberHandle): void;
  counters(subscriber: SubscriberHandle): SubscriptionCounters;

  /** See SrtpContext of hal/ports/rtp-stream.ts. Throws `code` ERANGE for lengths, ENOTSUP for the algorithm. */
  openSrtp(algorithm: string, master: Uint8Array, mki: Uint8Array, like?: SrtpHandle): SrtpHandle;
  rekeySrtp(srtp: SrtpHandle, algorithm: string, master: Uint8Array, mki: Uint8Array): void;
  rolloverCounter(srtp: SrtpHandle, ssrc: number): number;
  unprotectRtp(srtp: SrtpHandle, packet: Uint8Array): Buffer | undefined;
  unprotectRtcp(srtp: SrtpHandle, packet: Uint8Array): Buffer | undefined;
  /** Undefined when the packet is no RTCP. */
  protectRtcp(srtp: SrtpHandle, packet: Uint8Array): Buffer | undefined;
  closeSrtp(srtp: SrtpHandle): void;

  /** Throws errors with `code` EADDRINUSE, EADDRNOTAVAIL, EACCES, EIO. */
  openPair(options: PairOptions): PairHandle;
  pairPort(pair: PairHandle): number;
  closePair(pair: PairHandle): void;
  /** One packet from the RTCP socket; throws `code` EINVAL when the address is not numeric. */
  sendRtcp(pair: PairHandle, packet: Uint8Array, address: string, port: number): void;

  /**
   * The motion analysis of a camera's pictures of that size, for pictures that JavaScript has. Its memory goes with the handle.
   * These four throw errors with `code` ERANGE for values out of bounds.
   * @param width 16..8192 pixels, as `height`
   */
  openAnalyser(
    width: number,
    height: number,
    settings: AnalyserSettings & { readonly wide: 320 | 256 },
  ): AnalyserHandle;
  setAnalyser(analyser: AnalyserHandle, settings: AnalyserSettings): void;
  /** The picture is expected to change for that long from the next one on, 0..600 seconds. */
  holdAnalyser(analyser: AnalyserHandle, seconds: number): void;
  /**
   * Returns the record that `readMotionRecord` reads.
   * @param bytes planes one after another: `stride` bytes for each line of luma, half as many for one of U or V, as many (or one more, to
   * be even) for one of both
   * @param time of capture, seconds of a clock that goes on; the record's `utc` is that time, too
   */
  analyse(analyser: AnalyserHandle, bytes: Uint8Array, format: AnalysedFormat, stride: number, time: number): Buffer;

  /**
   * Sets the only listener for the records of all `motionsink`s. It gets the channel, whether substitutes came since the last call,
   * and the newest record since then, if there is one.
   */
  watchMotion(listener: (channel: string, lost: boolean, record?: Buffer) => void): void;

  /** @param websocket whether each write leaves as one binary message (RFC 6455 5.2) */
  adoptTcp(
    descriptor: number,
    queueBytes: number,
    websocket: boolean,
    onError: (reason: string) => void,
  ): ConnectionHandle;
  connectionSend(connection: ConnectionHandle, bytes: Uint8Array, framed: boolean): boolean;
  connectionQueued(connection: ConnectionHandle): number;
  closeConnection(connection: ConnectionHandle): void;
}

// The built file has different paths from the sources and from dist/hal/native.
const places = ['./build/vedette.node', '../../../hal/native/build/vedette.node'];

function locate(): string {
  const named = process.env.VEDETTE_NATIVE;
  if (named !== undefined && named !== '') return named;
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`hal/native is not built (make -C hal/native): no ${paths.join(', no ')}`);
  return found;
}

/** The native addon. Loading it starts GStreamer and registers our elements for every launch string. */
export const addon: NativeAddon = createRequire(import.meta.url)(locate());
