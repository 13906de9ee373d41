import type { Logger } from 'pino';
import type { AudioOutputFact } from '../../boards/facts/sound.ts';
import { audioFormats } from '../../codecs/audio-formats.ts';
import { addon } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import type {
  AudioDecoderFormat,
  AudioOutputState,
  AudioPlayback,
  MediaEngineEvent,
} from '../../ports/media-engine.ts';
import { Playback } from './playback.ts';
import { speakerPlan } from './speaker-drivers.ts';

interface SpeakerOptions {
  readonly fact: AudioOutputFact;
  readonly state: AudioOutputState;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
}

/** Formats whose decoder is installed, in order of preference. */
export function playableFormats(): readonly AudioDecoderFormat[] {
  const playable = Object.values(audioFormats).filter((format) => format.decoders.every(addon.hasElement));
  return playable.flatMap((format) => format.playback);
}

function same(one: AudioDecoderFormat, other: AudioDecoderFormat): boolean {
  return one.codec === other.codec && one.clockRate === other.clockRate && one.bitrate === other.bitrate;
}

/** Speaker on which one client plays at a time. */
export class Speaker {
  readonly #options: SpeakerOptions;
  #state: AudioOutputState;
  #playback: Playback | undefined;

  constructor(options: SpeakerOptions) {
    this.#options = options;
    this.#state = options.state;
  }

  apply(state: AudioOutputState): void {
    this.#state = state;
    this.#playback?.applyVolume();
  }

  /** Throws HalError 'busy' or 'unsupported'. */
  open(format: AudioDecoderFormat): AudioPlayback {
    const { fact, log, onEvent } = this.#options;
    if (this.#playback !== undefined) throw new HalError('busy', `${fact.id} is already in use`);
    const known = playableFormats().find((each) => same(each, format));
    if (known === undefined) throw new HalError('unsupported', `${fact.id} cannot play ${format.codec}`);
    this.#playback = new Playback({
      name: fact.id,
      log,
      onEvent,
      format: { ...known, payloadType: format.payloadType },
      speaker: speakerPlan(fact),
      volume: () => this.#state.level / 100,
      onClose: () => {
        this.#playback = undefined;
      },
    });
    return this.#playback;
  }

  close(): void {
    this.#playback?.close();
  }
}
