import { type H264Encoder, h264Encoders, h264Payloader } from '../codecs/h264.ts';
import { addon } from '../native/addon.ts';
import { HalError } from '../ports/hal-error.ts';
import type { VideoEncoderState } from '../ports/media-engine.ts';
import type { Capture } from './capture.ts';
import type { PipelinePlan } from './pipeline.ts';

// A new receiver starts with a cached key frame only where that is fresh, or where a camera cannot be asked for one.
const freshMilliseconds = 200;
const passthroughMilliseconds = 20_000;
const passthroughDepth = 30;

function available(): readonly H264Encoder[] {
  return h264Encoders.filter((encoder) => addon.hasElement(encoder.element));
}

/** The encoder of the next start: after `failures` failed ones the next candidate has its turn. */
export function chooseEncoder(failures: number): H264Encoder {
  const candidates = available();
  const chosen = candidates[failures % Math.max(candidates.length, 1)];
  if (chosen === undefined) throw new HalError('unsupported', 'no H.264 encoder element is installed');
  return chosen;
}

function passthroughPlan(state: VideoEncoderState): PipelinePlan {
  return {
    launch: `framesrc name=source ! ${h264Payloader} ! rtpfanoutsink name=sink`,
    properties: {
      source: { channel: state.source, depth: passthroughDepth },
      sink: { hub: state.id, 'cache-ms': passthroughMilliseconds },
    },
  };
}

/** framesrc → scale → encoder → payloader → rtpfanoutsink. Frames are thinned in framesrc: none is scaled in vain. */
export function encoderPlan(state: VideoEncoderState, capture: Capture, encoder: H264Encoder): PipelinePlan {
  if (state.codec !== 'H264') throw new HalError('unsupported', `no ${state.codec} encoder`);
  if (capture.output === 'H264') return passthroughPlan(state);
  const size = `video/x-raw,width=${state.width},height=${state.height},pixel-aspect-ratio=1/1`;
  return {
    launch:
      'framesrc name=source ! videoconvert ! videoscale ! capsfilter name=size ' +
      `! ${encoder.launch(state)} ! capsfilter name=profile ! h264parse ` +
      `! ${h264Payloader} ! rtpfanoutsink name=sink`,
    properties: {
      source: { channel: state.source, depth: 1, rate: Math.min(state.frameRate, capture.state.frameRate) },
      size: { caps: size },
      encoder: encoder.settings(state),
      profile: {
        caps: `video/x-h264,stream-format=byte-stream,profile=${encoder.profiles[state.profile ?? 'Main'] ?? 'main'}`,
      },
      sink: { hub: state.id, 'cache-ms': freshMilliseconds },
    },
  };
}
