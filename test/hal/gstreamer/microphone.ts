import { suite } from 'uvu';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import { audioEncoder, startEngine } from '../running-engine.ts';
import { microphoneBehaviour } from './microphone-behaviour.ts';

const microphone = suite('virtual microphone');
let engine: MediaEngine;

microphone.before.each(async () => {
  engine = await startEngine([], { audioEncoders: [audioEncoder] });
});

microphone.after.each(() => engine.stop());

for (const [name, holds] of microphoneBehaviour)
  microphone(name, () => holds({ engine, encoder: audioEncoder.id, late: 0 }));

microphone.run();
