import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CameraFactsBook } from '../../../firmware/link/camera-facts.ts';
import type { MediaEngineEvent } from '../../../hal/ports/media-engine.ts';

const room = suite('facts of cameras');

const facts = {
  levels: { contrast: { min: 0, max: 100, step: 1, initial: 50 } },
  modes: { focus: ['AUTO', 'MANUAL'] },
  initialModes: {},
  exposureWindow: false,
} as const;
const told = (id: string, contrast: number): MediaEngineEvent => ({
  kind: 'camera',
  id,
  facts,
  values: { levels: { contrast } },
});

room('the last word of each camera counts', () => {
  const book = new CameraFactsBook();
  assert.is(book.get('VideoSource1'), undefined);
  book.take(told('VideoSource1', 1));
  book.take(told('VideoSource2', 2));
  book.take(told('VideoSource1', 3));
  assert.equal(book.get('VideoSource1'), { facts, values: { levels: { contrast: 3 } } });
  assert.equal(book.get('VideoSource2')?.values, { levels: { contrast: 2 } });
});

room('a camera without a signal has the settings it had', () => {
  const book = new CameraFactsBook();
  book.take(told('VideoSource1', 1));
  book.take({ kind: 'signal', id: 'VideoSource1', lost: true, reason: 'unplugged' });
  assert.ok(book.get('VideoSource1'));
});

room('who listens is told of each, until it listens no more', () => {
  const book = new CameraFactsBook();
  const heard: string[] = [];
  const end = book.onChange((source, { values }) => heard.push(`${source} ${values.levels?.contrast}`));
  book.take(told('VideoSource1', 1));
  book.take({ kind: 'pipeline-recovered', id: 'VideoSource1' });
  book.take(told('VideoSource2', 2));
  end();
  book.take(told('VideoSource1', 3));
  assert.equal(heard, ['VideoSource1 1', 'VideoSource2 2']);
});

room('nothing is known of what a media process saw that ended', () => {
  const book = new CameraFactsBook();
  book.take(told('VideoSource1', 1));
  book.ended();
  assert.is(book.get('VideoSource1'), undefined);
});

room.run();
