import type { Board } from '../../../../hal/boards/board.ts';
import type { AudioCodec, AudioEncoderCapabilities } from '../../../../hal/ports/media-engine.ts';
import type * as tt from '../../../generated/tt.ts';

/** Sample rate in whole kHz, as the schemas have it: 44.1 shows as 44. */
export function kilohertz(sampleRate: number): number {
  return Math.round(sampleRate / 1000);
}

export function bitrateItems({ bitrates }: AudioEncoderCapabilities): tt.IntItems {
  return { Items: bitrates };
}

export function sampleRateItems({ sampleRates }: AudioEncoderCapabilities): tt.IntItems {
  return { Items: sampleRates.map(kilohertz) };
}

/** Names of ver10, where both laws of G.711 have one name. */
const ver10Names: Readonly<Record<AudioCodec, tt.AudioEncoding>> = {
  PCMU: 'G711',
  PCMA: 'G711',
  G726: 'G726',
  'mpeg4-generic': 'AAC',
};

export function ver10Encoding(codec: AudioCodec): tt.AudioEncoding {
  return ver10Names[codec];
}

/** Formats without those whose name in ver10 another one has already. */
export function ver10Formats(formats: readonly AudioEncoderCapabilities[]): readonly AudioEncoderCapabilities[] {
  return formats.filter(
    ({ codec }, index) => formats.findIndex((one) => ver10Names[one.codec] === ver10Names[codec]) === index,
  );
}

/** Formats that the speakers of the board play. */
export function decoderFormats({
  audioDecoders = [{ codec: 'PCMU', bitrates: [64], sampleRates: [8000] }],
}: Board): readonly AudioEncoderCapabilities[] {
  return audioDecoders;
}
