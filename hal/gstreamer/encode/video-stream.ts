import type { RtpCaps, VideoEncoder, VideoFormat } from '../../codecs/encoder.ts';
import { LimitedQuality } from '../../codecs/limited-quality.ts';
import { videoFormats } from '../../codecs/video-formats.ts';
import { HalError } from '../../ports/hal-error.ts';
import { noOsd, type VideoEncoderState } from '../../ports/media-engine.ts';
import type { RtpDescription } from '../../ports/rtp-stream.ts';
import type { VideoCapture } from '../capture/capture.ts';
import { decoding } from '../capture/decoders.ts';
import { onScreenDisplay } from '../capture/osd.ts';
import { scaling } from '../capture/scaling.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import type { StreamKind } from './encoded-stream.ts';
import { EncoderChoice } from './encoder-choice.ts';

// Age up to which a new receiver starts with a cached key frame; longer for cameras that cannot make one on request.
const freshMilliseconds = 200;
const passthroughMilliseconds = 20_000;
const passthroughDepth = 30;
// Rate reduction of decoded pictures.
const thinning = 'videorate drop-only=true skip-to-first=true ! ';

function passthroughPlan(state: VideoEncoderState, format: VideoFormat): PipelinePlan {
  return {
    launch: `framesrc name=source ! ${format.payloader} ! rtpfanoutsink name=sink`,
    properties: {
      source: { channel: state.source, depth: passthroughDepth },
      sink: { hub: state.id, 'cache-ms': passthroughMilliseconds },
    },
  };
}

function outputCaps(state: VideoEncoderState, format: VideoFormat, encoder: VideoEncoder): string {
  const profile = state.profile ?? format.defaultProfile;
  if (profile === undefined) return format.caps;
  const fields = encoder.profiles[profile];
  if (fields === undefined) throw new HalError('unsupported', `${encoder.element} has no profile ${profile}`);
  return [format.caps, fields].filter((part) => part !== '').join(',');
}

/** Pixel format that is drawn into; cameras have 8 bits. */
const drawn = 'I420';

function pixels(state: VideoEncoderState, encoder: VideoEncoder): string {
  return (state.profile === undefined ? undefined : encoder.pixels?.[state.profile]) ?? drawn;
}

/** Values in the format of the element `propertytext`. */
function propertyLines(texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts)
    .map(([name, value]) => `${name} ${value}`)
    .join('\n');
}

/** Plan framesrc → scale → encoder → payloader → rtpfanoutsink. Raw frames are dropped in framesrc, before scaling. @internal */
export function encoderPlan(
  state: VideoEncoderState,
  capture: VideoCapture,
  format: VideoFormat,
  encoder: VideoEncoder,
): PipelinePlan {
  const texts = encoder.texts?.(state);
  const size = `width=${state.width},height=${state.height},pixel-aspect-ratio=1/1`;
  const rate = Math.min(state.frameRate, capture.state.frameRate);
  const isRaw = capture.output === 'raw';
  const scale = scaling(capture);
  const osd = onScreenDisplay(state, capture.state);
  const input = pixels(state, encoder);
  const frames = isRaw ? '' : `,framerate=${Math.round(rate * 1000)}/1000`;
  return {
    launch:
      `framesrc name=source ! ${decoding(capture.output)}${isRaw ? '' : thinning}` +
      `videoconvert ! ${scale.launch} ! capsfilter name=size ! ${osd.launch} ! ` +
      `${input === drawn ? '' : `videoconvert ! video/x-raw,format=${input} ! `}` +
      `${texts === undefined ? '' : 'propertytext name=texts target=encoder ! '}${encoder.launch(state)} ! capsfilter name=profile ! ${format.parser === '' ? '' : `${format.parser} ! `}` +
      `${format.payloader} ! rtpfanoutsink name=sink`,
    properties: {
      ...scale.properties,
      ...osd.properties,
      source: { channel: state.source, depth: isRaw ? 1 : passthroughDepth, rate: isRaw ? rate : 0 },
      size: { caps: `video/x-raw,format=${drawn},${size}${frames}` },
      encoder: encoder.settings(state),
      ...(texts === undefined ? {} : { texts: { values: propertyLines(texts) } }),
      profile: { caps: outputCaps(state, format, encoder) },
      sink: { hub: state.id, 'cache-ms': freshMilliseconds },
    },
  };
}

function describe(
  state: VideoEncoderState,
  format: VideoFormat,
  caps: RtpCaps | undefined,
  isEncoded: boolean,
): RtpDescription | undefined {
  if (caps === undefined) return undefined;
  const { width, height } = state;
  const fmtp = format.fmtp(caps);
  return {
    media: 'video',
    payloadType: format.payloadType,
    encodingName: format.encodingName,
    clockRate: 90_000,
    ...(fmtp === undefined ? {} : { fmtp }),
    // JPEG pictures have a quality, not a bit rate.
    ...(isEncoded && format.codec !== 'JPEG' ? { bitrate: state.bitrate } : {}),
    width,
    height,
  };
}

/** Whether pictures of a camera go out as they come: nothing is cut from them nor drawn over them. */
export function isPassedOn({ codec, osd }: VideoEncoderState, { output, windowed }: VideoCapture): boolean {
  return output === codec && !windowed && osd === noOsd;
}

/**
 * Kind of the video stream of a codec on a camera. Frames of a camera that delivers the codec are sent unchanged, others are encoded.
 * @param elements encoders that the board prefers
 */
export function videoKind(
  state: VideoEncoderState,
  capture: VideoCapture,
  elements: readonly string[] | undefined,
): StreamKind<VideoEncoderState> {
  const format = videoFormats[state.codec];
  const hub = { clockRate: 90_000, unit: 'picture' } as const;
  if (isPassedOn(state, capture))
    return {
      ...hub,
      encoders: undefined,
      plan: (now) => passthroughPlan(now, format),
      describe: (now, caps) => describe(now, format, caps, false),
    };
  const encoders = new EncoderChoice(state.codec, format.encoders, elements);
  return {
    ...hub,
    encoders,
    ...(format.codec === 'JPEG' ? { limit: (now: VideoEncoderState) => new LimitedQuality(now) } : {}),
    live: { osd: ({ osd }) => ({ element: 'osd', properties: { layers: osd } }) },
    plan: (now) => encoderPlan(now, capture, format, encoders.current),
    describe: (now, caps) => describe(now, format, caps, true),
  };
}
