import * as assert from 'uvu/assert';

/** Makes an input of about that many characters which is as hard for the parser as any of its length. */
export type WorstInput = (length: number) => string;

interface LinearCostOptions {
  /** Characters of the longest input; the default is beyond what a parser of heads takes whole. */
  readonly longest?: number;
}

/** The longest input is this many times the middle one, and that as many times the shortest. */
const step = 8;
/** A linear parser takes 8 times as long for an input 8 times as long, a quadratic one 64 times. */
const most = step ** 1.5;
/** Microseconds of processor time below which a figure says nothing. */
const readable = 2_000;
const rounds = 5;
/** Measurements of one pair of lengths before it counts as too expensive. */
const attempts = 4;
/** Calls of one measurement; a parser that is so fast is linear as far as anybody can notice. */
const mostCalls = 4096;

/** Processor time of the process in microseconds: other programs on the machine do not count. */
async function spent(parse: (input: string) => unknown, input: string, calls: number): Promise<number> {
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) {
    const result = parse(input);
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Calls that take long enough to be measured. */
async function readableCalls(parse: (input: string) => unknown, input: string): Promise<number> {
  let calls = 1;
  while (calls < mostCalls && (await spent(parse, input, calls)) < readable) calls *= 2;
  return calls;
}

/** The least of several measurements: a garbage collection or a busy neighbour can only add to one. */
async function cost(parse: (input: string) => unknown, input: string): Promise<number> {
  const calls = await readableCalls(parse, input);
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) least = Math.min(least, await spent(parse, input, calls));
  return least / calls;
}

/**
 * Fails when the cost of `parse` grows faster than linearly with its input. It measures three lengths in one run and
 * compares their costs; errors that `parse` throws count as its answer.
 */
export async function assertLinearCost(
  parse: (input: string) => unknown,
  worst: WorstInput,
  options: LinearCostOptions = {},
): Promise<void> {
  const longest = options.longest ?? 65_536;
  const answer = async (input: string): Promise<void> => {
    try {
      await parse(input);
    } catch {
      // A refusal is an answer.
    }
  };
  let shorter = worst(Math.ceil(longest / step ** 2));
  for (const length of [Math.ceil(longest / step), longest]) {
    const longer = worst(length);
    const ratio = await lowestRatio(answer, shorter, longer);
    assert.ok(
      ratio <= most,
      `${longer.length} characters cost ${ratio.toFixed(1)} times as much as ${Math.ceil(length / step)}`,
    );
    shorter = longer;
  }
}

/**
 * Cost of the longer input over that of the shorter one. What disturbs a measurement makes the longer input dearer, never cheaper: the
 * first ratio that is low enough counts, and one that is too high is measured again, because code may not be compiled yet.
 */
async function lowestRatio(parse: (input: string) => Promise<void>, shorter: string, longer: string): Promise<number> {
  let lowest = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts && lowest > most; attempt += 1) {
    const least = await cost(parse, shorter);
    for (let round = 0; round < rounds && lowest > most; round += 1)
      lowest = Math.min(lowest, (await spent(parse, longer, 1)) / least);
  }
  return lowest;
}
