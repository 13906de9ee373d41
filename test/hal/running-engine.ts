import { pino } from 'pino';
import { virtual } from '../../hal/boards/virtual.ts';
import { createMediaEngine } from '../../hal/gstreamer/media-engine.ts';
import type { EngineLimits } from '../../hal/gstreamer/pipeline/engine-limits.ts';
import {
  type AudioEncoderState,
  type MediaEngine,
  type MediaEngineEvent,
  type MediaState,
  noMasks,
  noOsd,
  type VideoEncoderState,
} from '../../hal/ports/media-engine.ts';
import type { RtpStream } from '../../hal/ports/rtp-stream.ts';

export const mainEncoder: VideoEncoderState = {
  id: 'VideoEncoder1',
  source: 'VideoSource1',
  codec: 'H264',
  width: 1280,
  height: 720,
  frameRate: 30,
  bitrate: 2000,
  constantBitRate: true,
  govLength: 300,
  profile: 'Main',
  quality: 50,
  osd: noOsd,
};

export const subEncoder: VideoEncoderState = {
  ...mainEncoder,
  id: 'VideoEncoder2',
  width: 640,
  height: 360,
  frameRate: 15,
  bitrate: 500,
};

export const audioEncoder: AudioEncoderState = {
  id: 'AudioEncoder1',
  source: 'AudioSource1',
  codec: 'PCMU',
  bitrate: 64,
  sampleRate: 8000,
};

/** State of the virtual board's sources with the given encoders and the members of `more`. */
export function mediaState(encoders: readonly VideoEncoderState[], more: Partial<MediaState> = {}): MediaState {
  const sources = [{ id: 'VideoSource1', width: 1280, height: 720, frameRate: 30, masks: noMasks }];
  const audioSources = [{ id: 'AudioSource1' }];
  return { sources, encoders, audioSources, audioEncoders: [], metadata: [], audioOutputs: [], ...more };
}

/** Engine of the virtual board with two streams. */
export async function startEngine(
  encoders: readonly VideoEncoderState[] = [mainEncoder, subEncoder],
  more: Partial<MediaState> = {},
  onEvent: (event: MediaEngineEvent) => void = () => undefined,
  limits: Partial<EngineLimits> = {},
): Promise<MediaEngine> {
  const level = process.env.VEDETTE_TEST_LOG ?? 'silent';
  const engine = createMediaEngine({ board: virtual, log: pino({ level }), onEvent, limits });
  await engine.apply(mediaState(encoders, more));
  return engine;
}

export function streamOf(engine: MediaEngine, id: string): RtpStream {
  const stream = engine.stream(id);
  if (stream === undefined) throw new Error(`no stream ${id}`);
  return stream;
}
