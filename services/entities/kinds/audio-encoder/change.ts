import type { Board } from '../../../../hal/boards/board.ts';
import type { AudioCodec, AudioEncoderState } from '../../../../hal/ports/media-engine.ts';
import { clampTimeout, modify, newName } from '../../changes.ts';
import type { MulticastEntity, StreamEntity } from '../../model.ts';
import { kilohertz } from './formats.ts';

/** An audio encoder configuration: the state of the encoder, beside the id and source that profiles give it. */
export interface AudioEncoderEntity extends StreamEntity, Omit<AudioEncoderState, 'id' | 'source'> {}

/** A change of an audio encoder configuration as both services can express it; what is absent stays. */
interface AudioEncoderChange {
  readonly name: string;
  readonly codec: AudioCodec | undefined;
  /** kbit/s */
  readonly bitrate: number;
  /** kHz, as the schemas have it */
  readonly sampleRate: number;
  readonly sessionTimeout?: number;
  readonly multicast: MulticastEntity;
  readonly srtp?: StreamEntity['srtp'];
}

/** The configuration after a change. Fault: ConfigModify for what is not among the options. */
export function changeAudioEncoder(
  present: AudioEncoderEntity,
  change: AudioEncoderChange,
  { audioEncoders }: Board,
): AudioEncoderEntity {
  const able = audioEncoders.find(({ codec }) => codec === change.codec);
  if (able === undefined) throw modify('Encoding is not among the options');
  const bitrate = able.bitrates.find((one) => one === change.bitrate);
  if (bitrate === undefined) throw modify(`Bitrate ${change.bitrate} is not among the options`);
  const sampleRate = able.sampleRates.find((one) => kilohertz(one) === change.sampleRate);
  if (sampleRate === undefined) throw modify(`SampleRate ${change.sampleRate} is not among the options`);
  return {
    token: present.token,
    name: newName(change.name),
    codec: able.codec,
    bitrate,
    sampleRate,
    sessionTimeout: clampTimeout(change.sessionTimeout ?? present.sessionTimeout),
    multicast: change.multicast,
    srtp: change.srtp ?? present.srtp,
  };
}
