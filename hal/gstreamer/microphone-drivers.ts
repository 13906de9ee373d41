import type { AudioSourceFact } from '../boards/board.ts';
import { HalError } from '../ports/hal-error.ts';
import type { AudioSourceState } from '../ports/media-engine.ts';
import type { PipelinePlan } from './pipeline.ts';

/** Hz; encoders at other rates resample. */
const captureRate = 48_000;

/** The capture pipeline of a microphone: ends in a `framesink` on the channel of the source. */
export function microphonePlan(microphone: AudioSourceFact, state: AudioSourceState): PipelinePlan {
  switch (microphone.driver) {
    case 'virtual':
      return {
        launch: 'voicesrc name=microphone ! capsfilter name=format ! framesink name=sink',
        properties: { format: { caps: `audio/x-raw,rate=${captureRate}` }, sink: { channel: state.id } },
      };
    default:
      throw new HalError('unsupported', `no driver for ${microphone.driver} microphones`);
  }
}
