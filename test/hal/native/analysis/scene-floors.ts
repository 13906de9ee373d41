import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fewWhenSanitized } from '../../../sanitized.ts';
import { runScene, scenes } from './scenes.ts';

// The whole: VEDETTE_SCENE_SECONDS=57. Under AddressSanitizer only what comes before the tenth second.
const usual = process.env.LD_PRELOAD?.includes('asan') === true ? 10 : 22;
const seconds = Number(process.env.VEDETTE_SCENE_SECONDS ?? usual);

const floors = suite('motion in scenes');
const sums = { objects: 0, wrong: 0, alarms: 0 };

/** Every fourth scene first: they run the same native code, and the sanitizer makes each ten times slower. */
const all = Object.entries(scenes).map((scene, index) => ({ scene, turn: index % 4 }));
const order = all.toSorted((one, other) => one.turn - other.turn).map(({ scene }) => scene);

for (const [name, row] of fewWhenSanitized(order, 6))
  floors(`${name}: finds what it should and little else`, () => {
    const { alarms, alarmSeconds, recall, objects, falseObjects } = runScene(row, seconds, 1);
    const told = `${alarms} alarms of ${alarmSeconds.toFixed(1)} s, recall ${recall.toFixed(3)}, ${falseObjects} of ${objects} objects false`;
    process.stdout.write(`${name}: ${told}\n`);
    assert.ok(falseObjects <= row.floor.falseObjects, told);
    assert.ok(alarms <= (row.floor.alarms ?? Number.POSITIVE_INFINITY), told);
    assert.ok(recall >= (row.floor.recall ?? 0), told);
    const busy = row.floor.recall !== undefined;
    sums.objects += busy ? objects : 0;
    sums.wrong += busy ? falseObjects : 0;
    sums.alarms += busy ? 0 : alarms;
  });

floors.after(() => {
  const { objects, wrong, alarms } = sums;
  const precision = objects === 0 ? 1 : 1 - wrong / objects;
  process.stdout.write(
    `precision by objects ${precision.toFixed(3)} of ${objects}, ${alarms} alarms in quiet scenes\n`,
  );
});

floors.run();
