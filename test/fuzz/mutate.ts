import type { Random } from './random.ts';

/** Bytes of an input. */
const longest = 8192;
/** Changes of one input. */
const changesLimit = 5;
/** Bytes that mean something to many parsers. */
const telling = [...Buffer.from('\0\t\n\r "$&\'*,-./:;<=>?[]_{|}09AZaz\x7f\x80\xff', 'latin1')];

const nothing = Buffer.alloc(0);

type Change = (input: Buffer, random: Random, pieces: readonly Buffer[]) => Buffer;

function replaced(input: Buffer, from: number, to: number, by: Uint8Array): Buffer {
  return Buffer.concat([input.subarray(0, from), by, input.subarray(to)]);
}

function range(input: Buffer, random: Random): readonly [from: number, to: number] {
  const from = random.below(input.length + 1);
  return [from, Math.min(input.length, from + 1 + random.below(16))];
}

const changes: readonly Change[] = [
  (input, random) => {
    const at = random.below(input.length + 1);
    return replaced(input, at, at + 1, Buffer.from([random.below(256)]));
  },
  (input, random) => {
    const at = random.below(input.length + 1);
    return replaced(input, at, at + random.below(2), Buffer.from([random.of(telling, 0)]));
  },
  (input, random) => {
    const [from, to] = range(input, random);
    return replaced(input, from, to, nothing);
  },
  (input, random) => {
    const [from, to] = range(input, random);
    const part = input.subarray(from, to);
    return replaced(input, to, to, Buffer.concat(Array.from({ length: 1 + random.below(40) }, () => part)));
  },
  (input, random, pieces) => {
    const [from, to] = range(input, random);
    return replaced(input, from, random.below(2) === 0 ? from : to, random.of(pieces, nothing));
  },
  (input, random) => input.subarray(0, random.below(input.length + 1)),
  (input, random, pieces) => {
    const other = random.of(pieces, nothing);
    return Buffer.concat([
      input.subarray(0, random.below(input.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]);
  },
];

const keep: Change = (input) => input;

/** An input that was made of a seed by a few changes; `pieces` are what may be put in. */
export function mutate(seed: Buffer, random: Random, pieces: readonly Buffer[]): Buffer {
  let input = seed;
  for (let left = 1 + random.below(changesLimit); left > 0; left -= 1)
    input = random.of(changes, keep)(input, random, pieces).subarray(0, longest);
  return input;
}
