import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PlaybackBound } from '../../../../hal/gstreamer/playback/playback-bound.ts';

const bound = suite('playback bound');

interface Packet {
  /** RTP time at 8000 Hz. */
  readonly time: number;
  /** Arrival, s. */
  readonly at: number;
}

function packets(count: number, one: (index: number) => Packet): readonly Packet[] {
  return Array.from({ length: count }, (_, index) => one(index));
}

function admitted(sent: readonly Packet[]): number {
  const one = new PlaybackBound(8000);
  return sent.filter(({ time, at }) => one.admits(time >>> 0, at)).length;
}

const flows: readonly (readonly [what: string, sent: readonly Packet[], least: number, most: number])[] = [
  ['all in real time', packets(1000, (index) => ({ time: index * 160, at: index * 0.02 })), 1000, 1000],
  ['all over the wrap', packets(1000, (index) => ({ time: index * 160 - 8000, at: index * 0.02 })), 1000, 1000],
  [
    'all in real time, pairs in the wrong order and twice',
    packets(4000, (index) => ({ time: ((index >> 1) ^ 1) * 160, at: (index >> 1) * 0.02 })),
    4000,
    4000,
  ],
  ['all with pauses', packets(1000, (index) => ({ time: index * 160, at: index * 0.1 })), 1000, 1000],
  [
    'all of a clock that runs 1 % fast',
    packets(1000, (index) => ({ time: index * 160, at: index * 0.0198 })),
    1000,
    1000,
  ],
  [
    'all in bursts of half a second',
    packets(1000, (index) => ({ time: index * 160, at: Math.floor(index / 25) / 2 })),
    1000,
    1000,
  ],
  [
    'all of a sender that starts anew',
    packets(200, (index) => ({ time: index < 100 ? index * 160 : 9e8 + index * 160, at: index * 0.02 })),
    200,
    200,
  ],
  ['a second of a flood', packets(100_000, (index) => ({ time: index * 160, at: 0 })), 45, 55],
  [
    'a second and the played part of a lasting flood',
    packets(100_000, (index) => ({ time: index * 160, at: index * 0.0001 })),
    500,
    560,
  ],
  ['few of a flood with one timestamp', packets(100_000, () => ({ time: 7, at: 0 })), 900, 1001],
  ['few of a flood with jumping timestamps', packets(100_000, (index) => ({ time: index * 9e6, at: 0 })), 40, 55],
];

for (const [what, sent, least, most] of flows)
  bound(`admits ${what}`, () => {
    const count = admitted(sent);
    assert.ok(count >= least && count <= most, `${count} of ${sent.length}`);
  });

bound.run();
