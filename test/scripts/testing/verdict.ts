import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judge } from '../../../scripts/testing/verdict.ts';

const verdict = suite('judge');

const totals = (ran: number, passed: number, skipped: number): string =>
  `\n  Total:     ${ran}\n  Passed:    ${passed}\n  Skipped:   ${skipped}\n  Duration:  1.00ms\n`;

const rows = [
  {
    name: 'all passed',
    output: totals(3, 3, 0),
    exitCode: 0,
    expected: { passed: 3, failed: 0, skipped: 0, faults: 0 },
  },
  {
    name: 'one failed',
    output: totals(3, 2, 0),
    exitCode: 1,
    expected: { passed: 2, failed: 1, skipped: 0, faults: 0 },
  },
  {
    name: 'a throwing hook exits 0',
    output: totals(3, 1, 0),
    exitCode: 0,
    expected: { passed: 1, failed: 2, skipped: 0, faults: 0 },
  },
  { name: 'run() forgotten', output: '', exitCode: 0, expected: { passed: 0, failed: 0, skipped: 0, faults: 1 } },
  {
    name: 'no test inside',
    output: totals(0, 0, 0),
    exitCode: 0,
    expected: { passed: 0, failed: 0, skipped: 0, faults: 1 },
  },
  {
    name: 'a silent skip',
    output: totals(1, 1, 1),
    exitCode: 0,
    expected: { passed: 1, failed: 0, skipped: 1, faults: 1 },
  },
  {
    name: 'a skip with its reason',
    output: `skip: peers: no VLC\n${totals(2, 2, 0)}`,
    exitCode: 0,
    expected: { passed: 1, failed: 0, skipped: 1, faults: 0 },
  },
  {
    name: 'a failure beside a skip',
    output: `skip: a: b\n${totals(2, 1, 1)}`,
    exitCode: 1,
    expected: { passed: 1, failed: 1, skipped: 1, faults: 0 },
  },
  {
    name: 'green but a bad status',
    output: totals(1, 1, 0),
    exitCode: 7,
    expected: { passed: 1, failed: 0, skipped: 0, faults: 1 },
  },
];

for (const row of rows) {
  verdict(`judges a run where ${row.name}`, () => {
    const seen = judge({ output: row.output, exitCode: row.exitCode, timedOut: false });
    assert.equal({ ...seen, faults: seen.faults.length }, row.expected);
  });
}

verdict('calls a process that does not end a fault', () => {
  assert.match(judge({ output: totals(1, 1, 0), exitCode: null, timedOut: true }).faults.join(), 'time limit');
});

verdict.run();
