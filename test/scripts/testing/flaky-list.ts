import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { describeFlaky, readFlakyList } from '../../../scripts/testing/flaky-list.ts';

const flakyList = suite('list of flaky suites');

const today = new Date('2026-12-15T12:00:00Z');
const read = (text: string): ReturnType<typeof readFlakyList> =>
  readFlakyList(text, today, (source) => source !== 'test/gone.ts');

flakyList('reads path, day and reason; comments and empty lines are none', () => {
  assert.equal(read('# nothing\n\ntest/a.ts 2026-12-14 a clock that jumps\n'), {
    entries: [{ source: 'test/a.ts', since: '2026-12-14', reason: 'a clock that jumps' }],
    faults: [],
  });
});

const rows = [
  { line: 'test/a.ts 2026-12-01 fourteen days ago', fault: undefined },
  { line: 'test/a.ts 2026-11-30 fifteen days ago', fault: /more than 14 days/ },
  { line: 'test/a.ts 2026-12-17 not yet', fault: /in the future/ },
  { line: 'test/gone.ts 2026-12-14 was deleted', fault: /there is no suite test\/gone\.ts/ },
  { line: 'test/a.ts 2026-12-14', fault: /not PATH YYYY-MM-DD REASON/ },
  { line: 'test/a.ts yesterday slow', fault: /not PATH YYYY-MM-DD REASON/ },
  { line: 'test/a.ts 2026-13-45 no such day', fault: /not PATH YYYY-MM-DD REASON/ },
];
for (const { line, fault } of rows)
  flakyList(`${fault === undefined ? 'takes' : 'refuses'} ${line}`, () => {
    const { entries, faults } = read(line);
    assert.is(entries.length + faults.length, 1);
    if (fault === undefined) assert.equal(faults, []);
    else assert.match(faults[0] ?? '', fault);
  });

flakyList('says nothing of a run without flaky suites', () => {
  assert.equal(describeFlaky([], read('test/a.ts 2026-12-14 slow')), []);
});

flakyList('tells known suites with their day, and unknown ones loudly', () => {
  const lines = describeFlaky(['test/a.ts', 'test/b.ts'], read('test/a.ts 2026-12-14 slow'));
  assert.match(lines[0] ?? '', /^2 flaky .*: test\/a\.ts, test\/b\.ts$/);
  assert.match(lines[1] ?? '', /known since 2026-12-14: test\/a\.ts: slow/);
  assert.match(lines[2] ?? '', /NOT in test\/flaky\.txt: test\/b\.ts/);
  assert.is(lines.length, 3);
});

flakyList.run();
