import { readdirSync } from 'node:fs';
import * as assert from 'uvu/assert';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import { recordSound } from '../sound-recording.ts';
import { amplitude, beepStart, beeps } from '../tone.ts';

/** Microphone under test that hears synthetic speech with a beep of 1 kHz at each full second. */
interface MicrophoneSubject {
  readonly engine: MediaEngine;
  /** Audio encoder of the microphone, PCMU. */
  readonly encoder: string;
  /** Time (ms) the capture runs on after its last use. */
  readonly linger: number;
  /** Largest delay (ms) of a beep in the sender reports: the way from the source to the microphone. */
  readonly late: number;
}

/** Behaviours of every driver. */
export const microphoneBehaviour: readonly (readonly [
  name: string,
  holds: (one: MicrophoneSubject) => Promise<void>,
])[] = [
  [
    'hears a beep each second, at its level, at its time by the wall clock',
    async ({ engine, encoder, late }) => {
      const { sound, start } = await recordSound(engine, encoder, 4500);
      const heard = beeps(sound);
      assert.ok(heard.length >= 2, `${heard.length} beeps`);
      const [first = 0, second = 0] = heard.map((at) => beepStart(sound, at));
      assert.ok(Math.abs(second - first - 1) < 0.05, `${second - first} s between beeps`);
      const level = amplitude(sound, 1000, (heard[0] ?? 0) + 0.05, 0.1);
      assert.ok(level > 0.2 && level < 0.3, `amplitude ${level}`);
      const off = ((start + first * 1000 + 20) % 1000) - 20;
      assert.ok(off < late + 20, `${off} ms behind the second`);
    },
  ],
  [
    'starts and stops without keeping a descriptor',
    async ({ engine, encoder, linger }) => {
      const descriptors = (): number => readdirSync('/proc/self/fd').length;
      const cycle = async (): Promise<void> => {
        await recordSound(engine, encoder, 700);
        await new Promise((resolve) => setTimeout(resolve, linger + 1000));
      };
      await cycle();
      const before = descriptors();
      await cycle();
      assert.is(descriptors(), before);
    },
  ],
];
