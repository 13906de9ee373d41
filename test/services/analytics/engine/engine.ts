import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { memorySettings } from '../../settings/memory-settings.ts';
import { blobAt, recordAt } from '../records.ts';
import { configurationOf, motionRule, underTest } from './engine-under-test.ts';
import { fieldOf, lineCount, lineOf } from './rules-under-test.ts';

const suiteOf = suite('analytics engine');

suiteOf('motion is an event of its rule and an alarm of the source, with the times of the pictures', async () => {
  const { engine, told, play } = underTest();
  engine.apply([configurationOf(motionRule())]);
  assert.equal(told(), ['0 MotionAlarm Initialized false', '0 Motion Initialized false']);
  await play(1000);
  await play(1000, true);
  await play(4000);
  assert.equal(told(), ['1200 Motion true', '1200 MotionAlarm true', '4000 Motion false', '4000 MotionAlarm false']);
});

suiteOf('without a rule about motion the alarm goes by four cells for 200 ms', async () => {
  const { engine, told, play } = underTest();
  engine.apply([configurationOf(motionRule({ armed: false }))]);
  await play(1000, true);
  await play(3000);
  assert.equal(told().slice(2), ['200 MotionAlarm true', '3000 MotionAlarm false']);
});

suiteOf('a camera that dies in the middle of an alarm turns it off', async () => {
  const { engine, told, play, analyser } = underTest();
  engine.apply([configurationOf(motionRule())]);
  await play(1000, true);
  told();
  analyser.tell('Camera1', 'lost');
  assert.equal(told(), ['1000 Motion false', '1000 MotionAlarm false']);
  analyser.tell('Camera1', 'lost');
  await play(1000, true);
  assert.equal(told(), ['1200 Motion true', '1200 MotionAlarm true']);
});

suiteOf('an analysis that says nothing more turns it off within six seconds', async () => {
  const { engine, told, play, clock } = underTest();
  engine.apply([configurationOf(motionRule())]);
  await play(1000, true);
  told();
  await clock.pass(6000);
  assert.equal(
    told().map((line) => line.replace(/^\d+ /, '')),
    ['Motion false', 'MotionAlarm false'],
  );
});

suiteOf('disarming, changing and deleting a rule turn its property off first', async () => {
  const { engine, told, play } = underTest();
  const alarm = async (): Promise<void> => {
    engine.apply([configurationOf(motionRule())]);
    await play(1000, true);
    told();
  };
  await alarm();
  engine.apply([configurationOf(motionRule({ armed: false }))]);
  assert.equal(
    told().map((line) => line.replace(/^\d+ /, '')),
    ['Motion false', 'Motion Deleted false', 'Motion Initialized false'],
  );
  await alarm();
  engine.apply([configurationOf(motionRule({}, 5))]);
  assert.equal(
    told().map((line) => line.replace(/^\d+ /, '')),
    ['Motion false', 'Motion Deleted false', 'Motion Initialized false', 'MotionAlarm false'],
  );
  await alarm();
  engine.apply([]);
  assert.equal(
    told().map((line) => line.replace(/^\d+ /, '')),
    ['Motion false', 'MotionAlarm false', 'Motion Deleted false', 'MotionAlarm Deleted false'],
  );
});

suiteOf('applying the same again changes nothing in the middle of an alarm', async () => {
  const { engine, told, play } = underTest();
  engine.apply([configurationOf(motionRule())]);
  await play(1000, true);
  told();
  engine.apply([configurationOf(motionRule())]);
  await play(1000, true);
  assert.equal(told(), []);
});

suiteOf('delays stand still while the scene settles, and ten seconds of it turn an alarm off', async () => {
  const { engine, told, play } = underTest();
  engine.apply([configurationOf(motionRule())]);
  await play(1000, true);
  told();
  await play(9000, false, () => [], { settling: true });
  assert.equal(told(), []);
  await play(3000, true);
  assert.equal(told(), []);
  await play(10_500, false, () => [], { settling: true });
  assert.equal(
    told().map((line) => line.replace(/^\d+ /, '')),
    ['Motion false', 'MotionAlarm false'],
  );
});

suiteOf('looks at a source only while somebody wants to know of it, or a rule counts', async () => {
  const { engine, hub, analyser, told, play } = underTest({ unwatched: true, topics: lineCount.topics });
  engine.apply([configurationOf(motionRule())]);
  assert.is(analyser.watched.size, 0);
  const subscription = hub.subscribe(undefined, () => undefined);
  assert.is(analyser.watched.size, 1);
  await play(1000, true);
  told();
  subscription.close();
  assert.equal(
    told().map((line) => line.replace(/^\d+ /, '')),
    ['Motion false', 'MotionAlarm false'],
  );
  assert.is(analyser.watched.size, 0);
  engine.apply([configurationOf(motionRule(), lineCount.rule())]);
  assert.is(analyser.watched.size, 1);
  engine.apply([configurationOf(motionRule())]);
  assert.is(analyser.watched.size, 0);
});

suiteOf('objects keep their ids over a death of the media process, and cross lines', async () => {
  const topics = [...lineOf.topics, ...fieldOf.topics];
  const { engine, told, play, analyser } = underTest({ topics });
  engine.apply([configurationOf(lineOf.rule(), fieldOf.rule())]);
  const walk = (time: number): readonly ReturnType<typeof blobAt>[] => [blobAt(20 + 25 * time, 100)];
  await play(3000, false, walk);
  told();
  analyser.tell('Camera1', 'lost');
  await play(1000, false, () => [], { settling: true });
  await play(5000, false, walk);
  const lines = told();
  assert.equal(
    lines.filter((line) => line.includes('Crossed')).map((line) => line.split(' ').slice(1).join(' ')),
    ['Crossed event 1 Other'],
  );
  assert.equal(
    lines.filter((line) => line.includes('ObjectsInside')).map((line) => line.split(' ').slice(1).join(' ')),
    ['ObjectsInside false  ', 'ObjectsInside true 1 Other'],
  );
});

suiteOf('the most sensitive armed rule sets the analysis, and cells go by the module alone', async () => {
  const { engine, analyser, told, play } = underTest();
  engine.apply([configurationOf(motionRule({ sensitivity: 90 }))]);
  assert.is(analyser.settings.get('Camera1')?.sensitivity, 90);
  // Differences of 30 where the module wants 20 + 0.34 * 30.
  await play(1000, true);
  assert.equal(told().slice(2), []);
  engine.apply([configurationOf(motionRule({ sensitivity: 90, armed: false }))]);
  assert.is(analyser.settings.get('Camera1')?.sensitivity, 60);
});

suiteOf('counters are written once a minute when they changed, and at the end', async () => {
  const settings = memorySettings();
  const { engine, told, play, clock, counters } = underTest({ topics: lineCount.topics, settings });
  engine.apply([configurationOf(lineCount.rule())]);
  const walk = (time: number): readonly ReturnType<typeof blobAt>[] => [blobAt(20 + 40 * time, 100)];
  await play(6000, false, walk);
  assert.equal(
    told()
      .filter((line) => line.includes('Counter'))
      .map((line) => line.split(' ').at(-1)),
    ['0', '1'],
  );
  assert.equal(counters.get(), {});
  await clock.pass(60_000);
  assert.is(counters.get().Analytics1?.Count?.count, 1);
  await engine.stop();
  const next = underTest({ topics: lineCount.topics, settings, begin: 100_000 });
  next.engine.apply([configurationOf(lineCount.rule())]);
  assert.ok(next.told().includes('100000 Counter Initialized 1'));
  await next.engine.stop();
});

suiteOf('a clock that jumps turns nothing on, and time goes on', async () => {
  const { engine, told, analyser } = underTest();
  engine.apply([configurationOf(motionRule())]);
  told();
  for (const [time, shift] of [
    [0, 0],
    [100, 3_600_000],
    [200, -7_200_000],
    [300, 0],
  ] as const)
    analyser.tell('Camera1', { ...recordAt(time, []), utc: recordAt(time, []).utc + shift });
  assert.equal(told(), []);
  for (const time of [90_000, 100, 200, 300]) analyser.tell('Camera1', recordAt(time, []));
  assert.equal(told(), []);
});

suiteOf.run();
