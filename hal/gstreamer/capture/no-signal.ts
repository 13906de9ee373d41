import type { Logger } from 'pino';
import type { VideoEncoder } from '../../codecs/encoder.ts';
import { videoFormats } from '../../codecs/video-formats.ts';
import { HalError } from '../../ports/hal-error.ts';
import { noOsd, type VideoCodec, type VideoEncoderState, type VideoSourceState } from '../../ports/media-engine.ts';
import { EncoderChoice } from '../encode/encoder-choice.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import { PipelineRunner } from '../pipeline/pipeline-runner.ts';
import type { CameraOutput } from './camera-driver.ts';
import { pictureSize } from './picture-geometry.ts';

/** Highest frame rate of the picture, a still image with a clock. */
const mostPictures = 10;

const picture =
  'videotestsrc is-live=true pattern=solid-color foreground-color=0xff303840 ! capsfilter name=format ! nosignalmark';

/** Caps of the encoded picture, for receivers that expect the camera's codec. */
const encodedCaps: Readonly<Partial<Record<VideoCodec, string>>> = {
  H264: 'h264parse config-interval=-1 ! video/x-h264,stream-format=avc,alignment=au ! ',
  JPEG: '',
};

function encoderState(codec: VideoCodec, { id, width, height }: VideoSourceState): VideoEncoderState {
  const size = { width, height, frameRate: mostPictures, bitrate: 500, quality: 50 };
  const profile = codec === 'H264' ? 'Main' : undefined;
  return { ...size, id, source: id, codec, constantBitRate: true, govLength: mostPictures, profile, osd: noOsd };
}

function encoding(output: CameraOutput, state: VideoSourceState): Pick<PipelinePlan, 'launch' | 'properties'> {
  if (output === 'raw') return { launch: '', properties: {} };
  const caps = encodedCaps[output];
  if (caps === undefined) throw new HalError('unsupported', `there is no NO SIGNAL picture for a ${output} camera`);
  const choice = new EncoderChoice<VideoEncoder>(output, videoFormats[output].encoders, undefined);
  const wanted = encoderState(output, state);
  return {
    launch: `${choice.current.launch(wanted)} ! ${caps}`,
    properties: { encoder: choice.current.settings(wanted) },
  };
}

/** Plan of the NO SIGNAL picture on the channel of a source, at the size of its picture. @internal */
export function noSignalPlan(output: CameraOutput, state: VideoSourceState): PipelinePlan {
  const rate = `${Math.round(Math.min(state.frameRate, mostPictures) * 1000)}/1000`;
  const { launch, properties } = encoding(output, state);
  const { width, height } = output === 'raw' ? pictureSize(state) : state;
  return {
    launch: `${picture} ! ${launch}framesink name=sink substitute=true`,
    properties: {
      ...properties,
      format: { caps: `video/x-raw,format=I420,width=${width},height=${height},framerate=${rate}` },
      sink: { channel: state.id },
    },
  };
}

/** Runner of the NO SIGNAL picture. The native part drops its frames while pictures of the camera come. */
export function noSignalPicture(output: CameraOutput, state: () => VideoSourceState, log: Logger): PipelineRunner {
  return new PipelineRunner({
    name: `${state().id}/no-signal`,
    log,
    onEvent: () => undefined,
    plan: () => noSignalPlan(output, state()),
  });
}
