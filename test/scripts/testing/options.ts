import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readRunOptions } from '../../../scripts/testing/options.ts';

const options = suite('options of the runner');

const none = { patterns: [], repeat: 1, tryAgain: false };
const rows = [
  { words: [], expected: none },
  { words: ['rtsp', 'peers'], expected: { ...none, patterns: ['rtsp', 'peers'] } },
  { words: ['--repeat', '20', 'rtsp'], expected: { ...none, repeat: 20, patterns: ['rtsp'] } },
  {
    words: ['rtsp', '--repeat', '2', '--try-again'],
    expected: { ...none, repeat: 2, tryAgain: true, patterns: ['rtsp'] },
  },
];
for (const { words, expected } of rows)
  options(`reads ${words.join(' ') || 'nothing'}`, () => {
    assert.equal(readRunOptions(words), expected);
  });

for (const words of [['--repeat'], ['--repeat', '0'], ['--repeat', 'rtsp'], ['--repeat', '1001'], ['--fast']])
  options(`refuses ${words.join(' ')}`, () => {
    assert.throws(() => readRunOptions(words), /--repeat needs|there is no option --fast/);
  });

options.run();
