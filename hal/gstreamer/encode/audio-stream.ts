import { audioFormats } from '../../codecs/audio-formats.ts';
import type { AudioEncoderState } from '../../ports/media-engine.ts';
import type { StreamKind } from './encoded-stream.ts';
import { EncoderChoice } from './encoder-choice.ts';

/** Largest number of buffers (20 ms each) that wait for the encoder. */
const depth = 50;
/** Age (ms) up to which the last packet is sent to a new receiver. */
const freshMilliseconds = 200;

/**
 * Kind of the audio stream of a codec on a microphone.
 * @param elements encoders that the board prefers
 */
export function audioKind(
  state: AudioEncoderState,
  elements: readonly string[] | undefined,
): StreamKind<AudioEncoderState> {
  const format = audioFormats[state.codec];
  const encoders = new EncoderChoice(state.codec, format.encoders, elements);
  return {
    clockRate: format.describe(state).clockRate,
    unit: 'packet',
    encoders,
    describe: (now) => ({ ...format.describe(now), bitrate: now.bitrate }),
    plan: (now) => ({
      launch:
        'framesrc name=source ! audioconvert ! audioresample ! capsfilter name=format ' +
        `! ${encoders.current.launch(now)} ! ${format.payloader} ! rtpfanoutsink name=sink`,
      properties: {
        source: { channel: now.source, depth, lead: encoders.current.delay(now) },
        format: { caps: `audio/x-raw,rate=${now.sampleRate},channels=1` },
        encoder: encoders.current.settings(now),
        sink: { hub: now.id, 'cache-ms': freshMilliseconds },
      },
    }),
  };
}
