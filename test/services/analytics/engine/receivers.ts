import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../../../services/generated/tt.ts';
import { blobAt } from '../records.ts';
import { noon } from '../scenes.ts';
import { configurationOf, motionRule, underTest } from './engine-under-test.ts';

const receivers = suite('receivers of scene descriptions');

const described = [{ token: 'Analytics1', motion: true, tracker: true }];
const walk = (time: number): readonly ReturnType<typeof blobAt>[] => [blobAt(20 + 25 * time, 100)];

receivers('a receiver makes the engine look, and gets frames with the times of the pictures', async () => {
  const { engine, analyser, play } = underTest({ unwatched: true, described });
  engine.apply([configurationOf(motionRule())]);
  const frames: Frame[] = [];
  const subscription = engine.subscribe('Metadata1', (frame) => frames.push(frame));
  assert.equal(subscription.scene(), []);
  assert.is(analyser.watched.size, 1);
  await play(2000, false, walk);
  const seen = frames.filter(({ Source, Object: objects }) => Source === 'Tracker' && objects !== undefined);
  assert.ok(seen.length > 10);
  assert.ok(seen.every(({ UtcTime }) => (UtcTime.getTime() - noon) % 100 === 0));
  assert.equal(
    subscription.scene().map(({ Source }) => Source),
    ['MotionEngine', 'Tracker'],
  );
  assert.is(subscription.scene()[1]?.Object?.[0]?.ObjectId, 1);
  subscription.close();
  assert.is(analyser.watched.size, 0);
});

receivers('profiles without analytics get no frame', async () => {
  const { engine, play, analyser } = underTest({ unwatched: true });
  engine.apply([configurationOf(motionRule())]);
  const frames: Frame[] = [];
  engine.subscribe('Metadata1', (frame) => frames.push(frame));
  await play(1000, true);
  assert.equal([frames.length, analyser.watched.size], [0, 0]);
});

receivers('the loss of the camera ends what was told with empty frames', async () => {
  const { engine, play, analyser } = underTest({ described });
  engine.apply([configurationOf(motionRule())]);
  const frames: Frame[] = [];
  engine.subscribe('Metadata1', (frame) => frames.push(frame));
  await play(2000, true, walk);
  analyser.tell('Camera1', 'lost');
  const [cells, objects] = frames.slice(-2);
  assert.equal(Buffer.from(cells?.Extension?.MotionInCells?.Cells ?? []).toString('hex'), 'b900');
  assert.is(objects?.Object, undefined);
});

receivers.run();
