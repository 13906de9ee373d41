import { join } from 'node:path';
import type { AudioOutputFact } from '../../boards/facts/sound.ts';
import { addon } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import { speakerFolder } from '../../virtual/speaker-folder.ts';
import { alsaMissing, alsaOptions, explainAlsa } from '../capture/alsa.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';

/** End of a playback pipeline: sample rate, launch text and properties of the speaker. */
export interface SpeakerPlan {
  /** Hz */
  readonly rate: number;
  readonly launch: string;
  readonly properties: PipelinePlan['properties'];
  readonly explain?: NonNullable<PipelinePlan['explain']>;
}

export function speakerPlan(output: AudioOutputFact): SpeakerPlan {
  switch (output.driver) {
    case 'virtual':
      return {
        rate: 16_000,
        launch: 'speakersink name=speaker',
        properties: { speaker: { location: join(speakerFolder(), output.id) } },
      };
    case 'alsa':
      if (!addon.hasElement('alsasink')) throw new HalError('unsupported', alsaMissing);
      return {
        rate: 48_000,
        launch: `audioconvert ! audioresample ! alsasink name=speaker ${alsaOptions}`,
        properties: { speaker: { device: output.device } },
        explain: explainAlsa(output.device),
      };
  }
}
