import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SceneAnalysis } from '../../../firmware/control/scene-analysis.ts';
import { raspberryPiZero2W } from '../../../hal/boards/raspberry-pi.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { addon } from '../../../hal/native/addon.ts';
import type { AnalysisState } from '../../../hal/ports/scene-analyser.ts';
import { mediaState } from '../../hal/running-engine.ts';

const room = suite('motion analysis in the control process');
const source = 'VideoSource1';
const [state] = mediaState([]).sources;

interface UnderTest {
  readonly analysis: SceneAnalysis;
  /** Holds, changes and findings, in order. */
  readonly told: string[];
  /** Analysis of the source in the desired state. */
  wanted(): AnalysisState | undefined;
  watch(name: string): () => void;
}

function underTest(board: ConstructorParameters<typeof SceneAnalysis>[0]['board'] = virtual): UnderTest {
  const told: string[] = [];
  const analysis = new SceneAnalysis({
    board,
    sources: () => (state === undefined ? [] : [state]),
    hold: (which, milliseconds) => told.push(`hold ${which} ${milliseconds}`),
  });
  analysis.onChange(() => told.push('change'));
  return {
    analysis,
    told,
    wanted: () => analysis.adjust(mediaState([])).sources[0]?.analysis,
    watch: (name) =>
      analysis.watch(source, (found) => told.push(`${name} ${found === 'lost' ? found : `${found.utc}`}`)),
  };
}

/** Record of a gray picture at a time, seconds. */
function recordAt(time: number): Buffer {
  const analyser = addon.openAnalyser(320, 180, { wide: 320, sensitivity: 60, ignored: [] });
  return addon.analyse(analyser, Buffer.alloc(57_600, 90), 'GRAY8', 320, time);
}

room('is wanted while anybody watches, with the settings of the source', () => {
  const { analysis, told, wanted, watch } = underTest();
  assert.is(wanted(), undefined);
  const ends = [watch('one'), watch('two')];
  assert.equal(told.splice(0), ['change']);
  assert.equal(wanted(), { wide: 320, rate: 10, sensitivity: 60, ignored: [] });
  const ignored = [{ left: 0, top: 0, right: 0.5, bottom: 0.25 }];
  analysis.set(source, { sensitivity: 20, rate: 4, ignored });
  assert.equal(wanted(), { wide: 320, rate: 4, sensitivity: 20, ignored });
  assert.equal(told.splice(0), ['change']);
  for (const end of ends) end();
  ends[0]?.();
  assert.equal(told, ['change']);
  assert.is(wanted(), undefined);
});

room('stays below what the board can do', () => {
  const { analysis, wanted, watch } = underTest(raspberryPiZero2W);
  watch('one');
  analysis.set(source, { sensitivity: 60, rate: 30, ignored: [] });
  assert.equal(wanted(), { wide: 256, rate: 5, sensitivity: 60, ignored: [] });
  assert.equal(analysis.grid(source), { width: 256, height: 144, columns: 32, rows: 18 });
  assert.is(analysis.grid('VideoSource9'), undefined);
});

room('tells records to all who watch, and drops what is no record', () => {
  const { analysis, told, watch } = underTest();
  watch('one');
  watch('two');
  told.splice(0);
  analysis.take(source, false, recordAt(2));
  analysis.take(source, false, Buffer.from('nonsense'));
  analysis.take('VideoSource9', false, recordAt(3));
  assert.equal(told, ['one 2000', 'two 2000']);
});

room('tells once that no pictures come, also when the media process ended, and only where there were some', () => {
  const { analysis, told, watch } = underTest();
  watch('one');
  told.splice(0);
  analysis.ended();
  assert.equal(told.splice(0), []);
  analysis.take(source, false, recordAt(1));
  analysis.take(source, true, undefined);
  analysis.ended();
  assert.equal(told.splice(0), ['one 1000', 'one lost']);
  analysis.take(source, false, recordAt(2));
  analysis.take(source, true, recordAt(5));
  assert.equal(told.splice(0), ['one 2000', 'one lost', 'one 5000']);
  analysis.ended();
  assert.equal(told, ['one lost']);
});

room('holds sources that are watched', () => {
  const { analysis, told, watch } = underTest();
  analysis.hold(source, 1000);
  watch('one');
  told.splice(0);
  analysis.hold(source, 2000);
  analysis.hold(source, 1e9);
  analysis.hold(source, Number.NaN);
  assert.equal(told, ['hold VideoSource1 2000', 'hold VideoSource1 600000']);
});

room('refuses settings out of bounds', () => {
  const { analysis } = underTest();
  const whole = { left: 0, top: 0, right: 1, bottom: 1 };
  for (const settings of [
    { sensitivity: 101, ignored: [] },
    { sensitivity: Number.NaN, ignored: [] },
    { sensitivity: 60, rate: 0, ignored: [] },
    { sensitivity: 60, ignored: Array.from({ length: 33 }, () => whole) },
    { sensitivity: 60, ignored: [{ ...whole, right: 1.01 }] },
    { sensitivity: 60, ignored: [{ ...whole, left: 0.6, right: 0.5 }] },
    { sensitivity: 60, ignored: [{ ...whole, top: Number.NaN }] },
  ])
    assert.throws(() => analysis.set(source, settings), RangeError);
});

room.run();
