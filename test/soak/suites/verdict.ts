import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProcessSample } from '../process-sample.ts';
import { acrossRestarts } from '../report.ts';
import { gaps, judgeProcess, leaks, slope } from '../verdict.ts';
import type { Watched } from '../watcher.ts';

const verdict = suite('soak verdict');

const sample = (at: number, residentMiB: number, descriptors = 30, threads = 20): ProcessSample => ({
  at,
  residentMiB,
  descriptors,
  threads,
});

/** Half an hour unless told otherwise, a sample each 5 s. */
const during = (memory: (at: number) => number, minutes = 30): readonly ProcessSample[] =>
  Array.from({ length: minutes * 12 }, (_, index) => sample(index * 5, memory(index * 5), 80, 40));

const judged = (
  memory: (at: number) => number,
  after: ProcessSample = sample(1900, 100),
  minutes = 30,
): readonly string[] =>
  leaks(judgeProcess({ name: 'media', before: sample(0, 100), after, during: during(memory, minutes) }));

/** What garbage does: memory fills for some minutes and is then let go of. */
const waves = (at: number): number => 100 + ((at % 210) / 210) * 30;

const rows: readonly [string, readonly string[], readonly string[]][] = [
  ['memory that is flat', judged(() => 100), []],
  ['memory that rises during warm-up only', judged((at) => 100 + Math.min(at, 300) / 3), []],
  ['memory that swings', judged((at) => 100 + 20 * Math.sin(at / 20)), []],
  ['memory that garbage fills', judged(waves), []],
  ['memory of three minutes, in which garbage only fills it', judged(waves, sample(300, 100), 3), []],
  [
    'memory that rises by 60 MiB an hour',
    judged((at) => 100 + at / 60),
    ['media: memory grew by 23.9 MiB after warm-up'],
  ],
  [
    'memory that garbage fills and that rises by 60 MiB an hour',
    judged((at) => waves(at) + at / 60),
    ['media: memory grew by 23.9 MiB after warm-up'],
  ],
  [
    'memory of eleven minutes that rises by 120 MiB an hour',
    judged((at) => 100 + at / 30, sample(700, 100), 11),
    ['media: memory grew by 17.5 MiB after warm-up'],
  ],
  [
    'descriptors that stay',
    judged(() => 100, sample(1900, 100, 33)),
    ['media: 33 descriptors with all clients gone, 30 before'],
  ],
  [
    'threads that stay',
    judged(() => 100, sample(1900, 100, 30, 23)),
    ['media: 23 threads with all clients gone, 20 before'],
  ],
];

for (const [what, found, expected] of rows) verdict(`judges ${what}`, () => assert.equal(found, expected));

verdict('finds no slope in a single sample', () => assert.is(slope([{ x: 1, y: 5 }]), 0));

const whole: Watched = { transport: 'udp', frames: 900, lost: 0, longestGap: 90, ended: false };
const watchers: readonly [string, Partial<Watched>, string | undefined][] = [
  ['a whole stream', {}, undefined],
  ['a gap of a second', { longestGap: 1000 }, undefined],
  ['a longer gap', { longestGap: 1001 }, 'watcher over udp: 1001 ms without a frame'],
  ['a missing packet', { lost: 1 }, 'watcher over udp: 1 packets missing'],
  ['a stream that ended', { ended: true }, 'watcher over udp: its stream ended'],
  ['no stream at all', { frames: 0 }, 'watcher over udp: no frame came'],
];

for (const [what, change, expected] of watchers)
  verdict(`judges ${what}`, () =>
    assert.equal(gaps({ ...whole, ...change }), expected === undefined ? [] : [expected]),
  );

const part = (residentMiB: number, notServed: Readonly<Record<string, string>> = {}) => ({
  processes: [judgeProcess({ name: 'control', before: sample(0, 80), after: sample(600, residentMiB), during: [] })],
  notServed,
});

verdict('judges what restarts leave behind', () => {
  assert.equal(acrossRestarts([part(90)]), []);
  assert.equal(acrossRestarts([part(90), part(95), part(101)]), []);
  assert.equal(acrossRestarts([part(90), part(95), part(103)]), ['control: 13.0 MiB more after 2 restarts']);
  const silent = part(90, { srtp: 'no', tcp: 'no connection' });
  assert.equal(acrossRestarts([part(90, { srtp: 'no' }), silent]), ['not served after restart 1: tcp: no connection']);
});

verdict.run();
