import { join } from 'node:path';
import type { AudioOutputFact } from '../boards/board.ts';
import { HalError } from '../ports/hal-error.ts';
import { speakerFolder } from '../virtual/speaker-folder.ts';
import type { PipelinePlan } from './pipeline.ts';

/** The end of a playback pipeline: caps that the speaker takes, and its launch text and properties. */
export interface SpeakerPlan {
  /** Hz */
  readonly rate: number;
  readonly launch: string;
  readonly properties: PipelinePlan['properties'];
}

export function speakerPlan(output: AudioOutputFact): SpeakerPlan {
  switch (output.driver) {
    case 'virtual':
      return {
        rate: 16_000,
        launch: 'speakersink name=speaker',
        properties: { speaker: { output: output.id, location: join(speakerFolder(), output.id) } },
      };
    default:
      throw new HalError('unsupported', `no driver for ${output.driver} speakers`);
  }
}
