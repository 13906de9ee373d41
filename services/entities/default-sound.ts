import type { Board } from '../../hal/boards/board.ts';
import type { Configurations } from './model.ts';
import { defaultMulticast } from './multicast.ts';
import { defaultSrtp } from './secure-streaming.ts';

type Sound = Pick<Configurations, 'AudioSource' | 'AudioEncoder' | 'AudioOutput' | 'AudioDecoder'>;

/** Sound of a fresh device: nothing where the board has no microphone or no speaker; G.711 mu-law first (COD-10). */
export function defaultSound(board: Board, deviceId: string): Sound {
  const [microphone] = board.audioSources;
  const [speaker] = board.audioOutputs;
  const able = board.audioEncoders.find(({ codec }) => codec === 'PCMU') ?? board.audioEncoders[0];
  const hearing = microphone !== undefined && able !== undefined;
  return {
    AudioSource: hearing ? [{ token: 'AudioSourceConfig1', name: 'microphone', source: microphone.id }] : [],
    AudioEncoder: hearing
      ? [
          {
            token: 'AudioEncoder1',
            name: 'audio',
            codec: able.codec,
            bitrate: able.bitrates[0] ?? 64,
            sampleRate: able.sampleRates[0] ?? 8000,
            multicast: defaultMulticast(deviceId, 'AudioEncoder', 0),
            srtp: defaultSrtp,
            sessionTimeout: 60,
          },
        ]
      : [],
    AudioOutput: speaker
      ? [{ token: 'AudioOutputConfig1', name: 'speaker', output: speaker.id, primacy: 'Auto', level: 80 }]
      : [],
    AudioDecoder: speaker ? [{ token: 'AudioDecoder1', name: 'decoder' }] : [],
  };
}
