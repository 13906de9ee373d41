import type { VideoEncoderState } from '../../ports/media-engine.ts';
import { FramesOnDemand } from '../pipeline/frames-on-demand.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import type { VideoCapture } from './capture.ts';
import { decoding } from './decoders.ts';
import { onScreenDisplay } from './osd.ts';
import { scaling } from './scaling.ts';

const quality = 85;

function snapshotPlan(state: VideoEncoderState, capture: VideoCapture, channel: string): PipelinePlan {
  const { output } = capture;
  const { launch, properties } = scaling(capture);
  const osd = onScreenDisplay(state, capture.state);
  const caps = `video/x-raw,width=${state.width},height=${state.height},pixel-aspect-ratio=1/1`;
  return {
    launch:
      `framesrc name=source num-buffers=1 ! ${decoding(output)}videoconvert ! ${launch} ! capsfilter name=size ` +
      `! ${osd.launch} ! jfifsamples ! jpegenc name=encoder ! framesink name=sink derived=true`,
    properties: {
      ...properties,
      ...osd.properties,
      source: { channel: state.source, depth: output === 'raw' ? 1 : 30, rate: 0 },
      size: { caps },
      encoder: { quality },
      sink: { channel },
    },
  };
}

/** JPEG pictures of an encoder's source at the encoder's resolution. @param state present state of the encoder */
export function snapshotsOf(capture: VideoCapture, state: () => VideoEncoderState): FramesOnDemand {
  return new FramesOnDemand({
    capture,
    channel: `${state().id}/snapshot`,
    plan: (channel) => snapshotPlan(state(), capture, channel),
  });
}
