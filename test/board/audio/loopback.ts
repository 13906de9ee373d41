import { pino } from 'pino';
import type { Board } from '../../../hal/boards/board.ts';
import type { AudioOutputFact, AudioSourceFact } from '../../../hal/boards/facts/sound.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { createMediaEngine } from '../../../hal/gstreamer/media-engine.ts';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import type { MediaEngine, MediaEngineEvent } from '../../../hal/ports/media-engine.ts';

/** Devices of snd-aloop: sound played into a substream of device 0 is captured from the same substream of device 1. */
export const mouth = (substream: number): string => `hw:Loopback,0,${substream}`;
export const ear = (substream: number): string => `hw:Loopback,1,${substream}`;

type AlsaMicrophone = Extract<AudioSourceFact, { readonly driver: 'alsa' }>;
type AlsaSpeaker = Extract<AudioOutputFact, { readonly driver: 'alsa' }>;

export function microphoneAt(device: string, gain = 0): AlsaMicrophone {
  return { id: 'AudioSource1', driver: 'alsa', device, channels: 1, gain };
}

export function speakerAt(device: string): AlsaSpeaker {
  return { id: 'AudioOutput1', driver: 'alsa', device };
}

/** Time (ms) a capture or encoder runs on after its last use. */
export const linger = 500;

/** Engine of the virtual board with other sound devices. */
export function engineWith(
  sound: Partial<Pick<Board, 'audioSources' | 'audioOutputs'>>,
  onEvent: (event: MediaEngineEvent) => void = () => undefined,
): MediaEngine {
  const log = pino({ level: process.env.VEDETTE_TEST_LOG ?? 'silent' });
  return createMediaEngine({ board: { ...virtual, ...sound }, log, onEvent, limits: { linger } });
}

/** Pipeline of the test, which plays until it is released. */
export function play(launch: string, properties: Readonly<Record<string, Readonly<Record<string, string>>>>): Pipeline {
  const pipeline = new Pipeline({ launch, properties }, `test/${launch}`, () => undefined);
  pipeline.play();
  return pipeline;
}

/** Plays the virtual microphone's sound into a device: beeps of 1 kHz at each full second. */
export function speakInto(device: string): Pipeline {
  return play(
    'voicesrc ! audioconvert ! audioresample ! audio/x-raw,channels=2 ! alsasink name=mouth provide-clock=false',
    {
      mouth: { device },
    },
  );
}
