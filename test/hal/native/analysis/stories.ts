import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon } from '../../../../hal/native/addon.ts';
import type { MotionBlob, MotionRecord } from '../../../../hal/ports/scene-analyser.ts';
import { fewWhenSanitized } from '../../../sanitized.ts';
import { OfflineAnalyser } from './offline-analyser.ts';
import { Scene, type Truth } from './scene.ts';
import type { Size } from './street.ts';
import { makeThings, type Thing } from './things.ts';
import { shows } from './tracks.ts';
import { weathers } from './weathers.ts';

const stories = suite('motion of single things');
const wide: Size = { width: 320, height: 180 };

interface Seen {
  readonly time: number;
  readonly record: MotionRecord;
  readonly truths: readonly Truth[];
}

/** A person 12 wide in the lower half of the picture, whose left edge goes by time. */
function person(id: number, leftAt: Thing['leftAt'], { width, height }: Size = wide): Thing {
  const [looks] = makeThings({ width, height }, { count: 1, seconds: 60, contrast: 60 }, 7 + id);
  if (looks === undefined) throw new Error('no thing');
  return { ...looks, id, top: Math.round(height * 0.6), leftAt };
}

/** Records of things in a calm street, with where they were. @param times of the pictures, seconds */
function tell(things: readonly Thing[], times: readonly number[], size: Size = wide): readonly Seen[] {
  const scene = new Scene(size, weathers.calm, things, 3);
  const analyser = new OfflineAnalyser('A', size.width, size.height);
  return times.map((time) => {
    const record = analyser.take({ bytes: scene.paint(time), format: 'GRAY8', stride: size.width }, time);
    return { time, record, truths: scene.truth(time) };
  });
}

const every = (seconds: number, step: number): readonly number[] =>
  Array.from({ length: Math.round(seconds / step) }, (_, index) => index * step);

const at = (seen: readonly Seen[], time: number): MotionRecord => {
  const found = seen.find((one) => one.time >= time - 1e-9);
  if (found === undefined) throw new Error(`no picture at ${time}`);
  return found.record;
};

const near = (blobs: readonly MotionBlob[], left: number): MotionBlob | undefined =>
  blobs.find((blob) => blob.left < left + 14 && blob.right > left - 2);

/** Part of the pictures of moving things in which they were found. */
function recall(seen: readonly Seen[]): number {
  const all = seen.flatMap(({ record, truths }) =>
    truths.filter(({ moves }) => moves).map(({ box }) => record.blobs.some((blob) => shows(blob, box))),
  );
  return all.filter(Boolean).length / all.length;
}

stories('two persons who cross are two blobs, one while they meet, and two again', () => {
  const seen = tell(
    [
      person(1, (time) => (time < 2 ? undefined : 20 + (time - 2) * 20)),
      person(2, (time) => (time < 2 ? undefined : 260 - (time - 2) * 20)),
    ],
    every(13, 0.1),
  );
  assert.ok(recall(seen.filter(({ time }) => time >= 3)) > 0.9);
  const moving = (time: number): number => at(seen, time).blobs.filter(({ still }) => !still).length;
  assert.equal([moving(5), moving(8.1), moving(12)], [2, 1, 2]);
});

stories('a person who stops for 20 s becomes background, and is a blob again when she goes on', () => {
  const leftAt = (time: number): number | undefined =>
    time < 2 ? undefined : Math.min(140, 20 + (time - 2) * 20) + Math.max(0, time - 28) * 20;
  const seen = tell([person(1, leftAt)], every(34, 0.1));
  assert.ok(near(at(seen, 6).blobs, leftAt(6) ?? 0)?.still === false);
  assert.ok(near(at(seen, 11).blobs, 140)?.still, 'she stands there');
  assert.is(near(at(seen, 26).blobs, 140), undefined, 'background after eight seconds');
  assert.ok(near(at(seen, 31).blobs, leftAt(31) ?? 0)?.still === false, 'she goes on');
  const left = seen.filter(({ time }) => time > 30).flatMap(({ record }) => record.blobs);
  assert.not(
    left.some((blob) => !blob.still && blob.right <= 154),
    'the place that she left does not move',
  );
});

stories('an object that is left is a still blob until it is background', () => {
  const seen = tell([person(1, (time) => (time < 4 ? undefined : 100))], every(16, 0.1));
  const blob = near(at(seen, 6).blobs, 100);
  assert.ok(blob?.still && !blob.ghost);
  assert.ok(
    at(seen, 6).levels.every((level) => level === 0),
    'nothing moves',
  );
  assert.is(near(at(seen, 15).blobs, 100), undefined);
});

stories('the place of an object that is taken away is a ghost once, and background from then on', () => {
  const seen = tell([person(1, (time) => (time < 6 ? 100 : undefined))], every(9, 0.1));
  const ghosts = seen.filter(({ record }) => record.blobs.some(({ ghost }) => ghost));
  assert.ok(ghosts.length >= 1 && ghosts.length <= 3, `${ghosts.length} ghosts`);
  assert.ok(
    ghosts.every(({ time }) => time >= 6 && time < 7.5),
    ghosts.map(({ time }) => time).join(' '),
  );
  assert.equal(at(seen, 8).blobs, []);
});

stories('at one picture a second things are found where they are', () => {
  const seen = tell([person(1, (time) => (time < 8 ? undefined : 10 + (time - 8) * 14))], every(28, 1));
  assert.ok(recall(seen.filter(({ time }) => time >= 10)) > 0.9);
  assert.equal(
    seen.filter(({ time, record }) => time < 8 && !record.settling && record.blobs.length > 0),
    [],
  );
});

stories('a gap of five seconds is no motion, and what comes after it is found', () => {
  const thing = person(1, (time) => (time < 11 ? undefined : 10 + (time - 11) * 20));
  const seen = tell([thing], [...every(5, 0.1), ...every(6, 0.1).map((time) => time + 10)]);
  assert.equal(
    seen.filter(({ time, record }) => time > 3 && time < 11 && (record.settling || record.blobs.length > 0)),
    [],
  );
  assert.ok(recall(seen.filter(({ time }) => time >= 11.5)) > 0.9);
});

stories('a picture of 4:3 is looked at in its own shape', () => {
  const size = { width: 640, height: 480 };
  const leftAt = (time: number): number | undefined => (time < 2 ? undefined : 20 + (time - 2) * 60);
  const big = { ...person(1, leftAt, size), wide: 40, high: 80, looks: new Float32Array(3200).fill(30) };
  const seen = tell([big], every(8, 0.1), size);
  const record = at(seen, 6);
  assert.equal([record.width, record.height, record.rows], [320, 240, 24]);
  const blob = record.blobs.find(({ still }) => !still);
  const left = (leftAt(6) ?? 0) / 2;
  assert.ok(blob !== undefined && Math.abs(blob.left - left) < 4 && Math.abs(blob.top - 144) < 4, JSON.stringify(blob));
});

stories('an hour at one picture a second takes no more memory than its first minute', () => {
  const scene = new Scene(wide, weathers.calm, [], 3);
  const pictures = every(12, 1).map((time) => Uint8Array.from(scene.paint(time)));
  const analyser = new OfflineAnalyser('A', wide.width, wide.height);
  const run = (from: number, seconds: readonly number[]): void => {
    for (const second of seconds) {
      const bytes = pictures[second % pictures.length] ?? new Uint8Array();
      const record = analyser.take({ bytes, format: 'GRAY8', stride: wide.width }, from + second);
      assert.ok(record.settling || record.blobs.length === 0);
    }
  };
  run(0, every(60, 1));
  const before = process.memoryUsage.rss();
  run(60, fewWhenSanitized(every(3540, 1), 300));
  assert.is(addon.liveObjects().analyses, 1 + others);
  assert.ok(process.memoryUsage.rss() - before < 24 * 1024 * 1024);
});

/** Analysers of the tests before, whose handles nobody has collected. */
let others = 0;
stories.before.each(() => {
  others = addon.liveObjects().analyses ?? 0;
});

stories.run();
