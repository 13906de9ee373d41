import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runningRule } from '../../../../services/analytics/rules/machine.ts';
import { type TamperingParameters, tampering } from '../../../../services/analytics/rules/tampering/machine.ts';
import type { Scene, SceneMeasures } from '../../../../services/analytics/scene/scene.ts';
import { messagesOver, noon, plainMeasures, sceneAt, told } from '../scenes.ts';

const rule = suite('tampering detection');

const usual: TamperingParameters = { mode: 'ImageTooDark', threshold: 80, duration: 5000 };

/** Scenes each half second whose pictures have other measures between two times (seconds). */
const during = (from: number, to: number, change: Partial<SceneMeasures>, seconds = 60): readonly Scene[] =>
  Array.from({ length: seconds * 2 }, (_, index) => {
    const inside = index / 2 >= from && index / 2 < to;
    return sceneAt(index * 500, { measures: { ...plainMeasures, likeness: 1, ...(inside ? change : {}) } });
  });
const covered = { bright: 12, dark: 8, detail: 0.4, mean: 10 };

const rows: readonly (readonly [string, Partial<TamperingParameters>, readonly Scene[], string])[] = [
  ['a covered camera', {}, during(20, 40, covered), '25000 true, 45000 false'],
  ['covered for four seconds', {}, during(20, 24, covered), ''],
  [
    'a blinded camera',
    { mode: 'ImageTooBright' },
    during(20, 40, { dark: 249, bright: 255 }),
    '25000 true, 45000 false',
  ],
  [
    'a camera out of focus',
    { mode: 'ImageTooBlurry', threshold: 55 },
    during(20, 40, { detail: 2 }),
    '25000 true, 45000 false',
  ],
  ['a little out of focus', { mode: 'ImageTooBlurry', threshold: 55 }, during(20, 40, { detail: 5 }), ''],
  [
    'out of focus in dim light',
    { mode: 'ImageTooBlurry', threshold: 55 },
    during(20, 40, { detail: 3, bright: 94 }),
    '',
  ],
  [
    'a turned camera',
    { mode: 'GlobalSceneChange', threshold: 40, duration: 1000 },
    during(20, 22, { likeness: 0.2 }),
    '21000 true, 27000 false',
  ],
  [
    'the same view in other light',
    { mode: 'GlobalSceneChange', threshold: 40 },
    during(20, 40, { likeness: 0.81 }),
    '',
  ],
  [
    'between the threshold and nine tenths of it',
    {},
    [...during(20, 40, covered, 40), ...during(0, 60, { bright: 60 }, 60).slice(80)],
    '25000 true',
  ],
];

// shows IMG-12
for (const [name, change, scenes, expected] of rows)
  rule(`${name}: ${expected || 'nothing'}`, () => {
    const parameters = { ...usual, ...change };
    const topic = `tns1:VideoSource/${parameters.mode}/AnalyticsService`;
    const texts = messagesOver(tampering, parameters, scenes);
    assert.is(texts.map((text) => text.replace(`${topic} State `, '')).join(', '), expected);
  });

rule('without a measure of the view nothing is said of another scene', () => {
  const scenes = during(0, 60, {}).map((scene) => ({ ...scene, measures: plainMeasures }));
  assert.equal(messagesOver(tampering, { ...usual, mode: 'GlobalSceneChange', threshold: 0 }, scenes), []);
});

rule('is false at first, and after a reset', () => {
  const running = runningRule(tampering, usual);
  const topic = 'tns1:VideoSource/ImageTooDark/AnalyticsService';
  assert.equal(running.begin({ utc: noon, local: noon }, undefined).map(told), [`0 ${topic} Initialized State false`]);
  for (const scene of during(0, 60, covered)) running.next(scene);
  assert.equal(running.reset(noon + 60_000).map(told), [`60000 ${topic} State false`]);
});

rule.run();
