import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Box } from '../../../../services/analytics/scene/scene.ts';
import { objectsOf } from '../../../../services/analytics/tracker/objects.ts';
import { coasted, noTracks, tracked } from '../../../../services/analytics/tracker/tracker.ts';
import type { WeatherName } from '../../../hal/native/analysis/weathers.ts';
import { noon } from '../scenes.ts';
import { streetRecords } from '../street-records.ts';

const street = suite('tracker on a street');

const sizes = { leastWidth: 0.02, leastHeight: 0.02, mostWidth: 1, mostHeight: 1 };
const seconds = process.env.LD_PRELOAD?.includes('asan') === true ? 12 : 40;

const toPixels = ({ left, top, right, bottom }: Box): Box => ({
  ...{ left: (left + 1) * 160, right: (right + 1) * 160, top: (1 - top) * 90, bottom: (1 - bottom) * 90 },
});
const touches = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

interface Counts {
  readonly ids: number;
  readonly wrong: number;
  readonly things: number;
}

/** Objects of a scene, those of them that were mostly nowhere near a thing, and the things that were seen. */
function count(plan: Parameters<typeof streetRecords>[0], seed: number): Counts {
  let state = noTracks;
  const votes = new Map<number, { hits: number; of: Set<number> }>();
  for (const { time, record, truths } of streetRecords(plan, seed)) {
    const moment = { at: time, utc: noon + time * 1000, delayTime: time * 1000 };
    state = record.settling ? coasted(state, time, true) : tracked(state, record, moment, sizes);
    for (const { id, box, state: how } of objectsOf(state, 0)) {
      if (how !== 'moving') continue;
      const vote = votes.get(id) ?? { hits: 0, of: new Set() };
      const near = truths.filter((truth) => touches(toPixels(box), truth.box));
      vote.hits += near.length > 0 ? 1 : -1;
      for (const truth of near) vote.of.add(truth.id);
      votes.set(id, vote);
    }
  }
  const all = [...votes.values()];
  const right = all.filter(({ hits }) => hits > 0);
  return {
    ids: right.length,
    wrong: all.length - right.length,
    things: new Set(right.flatMap(({ of }) => [...of])).size,
  };
}

const rows: readonly (readonly [WeatherName, number, number, number])[] = [
  ['calm', 60, 0, 1],
  ['calm', 28, 0, 1],
  ['night 7', 60, 0, 1],
  ['calm', 60, 12, 2],
  ['cloud', 60, 0, 2],
  ['noise 6', 0, 0, 0],
  ['shake', 0, 0, 3],
  ['rain', 0, 0, 0],
];
for (const [weather, contrast, stop, wrongAtMost] of rows)
  street(`${weather}, contrast ${contrast}, stops of ${stop} s: each thing is one object, mostly`, () => {
    const { ids, wrong, things } = count({ weather, seconds, contrast, stop }, 1);
    const told = `${ids} ids for ${things} things, ${wrong} false`;
    process.stdout.write(`${weather} ${contrast} ${stop}: ${told}\n`);
    assert.ok(wrong <= wrongAtMost, told);
    assert.ok(ids <= Math.max(things + 1, 1.7 * things), told);
    assert.ok(contrast === 0 || seconds < 20 || things >= 4, told);
  });

street.run();
