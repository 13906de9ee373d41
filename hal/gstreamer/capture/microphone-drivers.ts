import type { AudioSourceFact } from '../../boards/facts/sound.ts';
import { addon } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { AudioSourceState } from '../../ports/media-engine.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import { alsaMissing, alsaOptions, explainAlsa } from './alsa.ts';

/** Sample rate of the capture, Hz; encoders with other rates resample. */
const captureRate = 48_000;

type AlsaFact = Extract<AudioSourceFact, { readonly driver: 'alsa' }>;

/** Amplitude factor of a gain; the element accepts 10 at most. */
function factor(decibels: number): number {
  return Math.min(10, 10 ** (decibels / 20));
}

/** Capture pipeline of an ALSA device, at the device's format if it fits, else converted. */
function alsaMicrophone({ device, channels, gain = 0 }: AlsaFact, { id }: AudioSourceState): PipelinePlan {
  return {
    launch:
      `alsasrc name=microphone ${alsaOptions} ! capsfilter name=preference ! audioconvert ! audioresample ` +
      '! volume name=gain ! capsfilter name=format ! framesink name=sink',
    properties: {
      microphone: { device },
      preference: { caps: `audio/x-raw,rate=${captureRate};audio/x-raw` },
      gain: { volume: factor(gain) },
      format: { caps: `audio/x-raw,format=S16LE,layout=interleaved,rate=${captureRate},channels=${channels}` },
      sink: { channel: id },
    },
    explain: explainAlsa(device),
  };
}

/** Capture pipeline of a microphone, which ends in a `framesink` on the channel of the source. */
export function microphonePlan(microphone: AudioSourceFact, state: AudioSourceState): PipelinePlan {
  switch (microphone.driver) {
    case 'virtual':
      return {
        launch: 'voicesrc name=microphone ! capsfilter name=format ! framesink name=sink',
        properties: { format: { caps: `audio/x-raw,rate=${captureRate}` }, sink: { channel: state.id } },
      };
    case 'alsa':
      if (!addon.hasElement('alsasrc')) throw new HalError('unsupported', alsaMissing);
      return alsaMicrophone(microphone, state);
  }
}
