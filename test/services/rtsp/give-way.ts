import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { firstToGiveWay, type Occupant } from '../../../services/rtsp/give-way.ts';

const giveWay = suite('give-way');

type Named = Occupant & { readonly name: string };

function occupant(name: string, address: string, rank: number, since: number): Named {
  return { name, address, rank, since };
}

const rows: readonly [string, readonly Named[], string | undefined][] = [
  ['nobody, where there is nobody', [], undefined],
  ['the only one', [occupant('a', '::1', 1, 5)], 'a'],
  ['the lowest rank before the oldest', [occupant('a', 'x', 1, 1), occupant('b', 'y', 0, 9)], 'b'],
  ['the oldest among equals', [occupant('a', 'x', 0, 2), occupant('b', 'y', 0, 1), occupant('c', 'z', 0, 3)], 'b'],
  [
    'the oldest of the address that has most',
    [occupant('a', 'x', 0, 1), occupant('b', 'y', 0, 4), occupant('c', 'y', 0, 3), occupant('d', 'y', 1, 2)],
    'c',
  ],
];

for (const [what, all, expected] of rows) {
  giveWay(`chooses ${what}`, () => assert.is(firstToGiveWay(all, (one) => one)?.name, expected));
}

giveWay.run();
