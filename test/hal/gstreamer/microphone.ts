import { suite } from 'uvu';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import { audioEncoder, startEngine } from '../running-engine.ts';
import { microphoneBehaviour } from './microphone-behaviour.ts';

const microphone = suite('virtual microphone');
const linger = 500;
let engine: MediaEngine;

microphone.before.each(async () => {
  engine = await startEngine([], { audioEncoders: [audioEncoder] }, undefined, { linger });
});

microphone.after.each(() => engine.stop());

for (const [name, holds] of microphoneBehaviour)
  microphone(name, () => holds({ engine, encoder: audioEncoder.id, linger, late: 0 }));

microphone.run();
