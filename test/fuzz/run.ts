import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

/** Milliseconds of processor time that no input may take; it is measured again before an input is called slow. */
const usualLimit = 100;
const triesOfSlow = 3;

/** An input that a parser should not fail at. */
interface FuzzFault {
  readonly input: Buffer;
  readonly reason: string;
}

interface FuzzResult {
  readonly inputs: number;
  readonly accepted: number;
  readonly seconds: number;
  /** Milliseconds of processor time of the slowest input; inputs below one are not measured. */
  readonly longest: number;
  /** The first input of each kind of fault. */
  readonly faults: readonly FuzzFault[];
}

type Outcome = { readonly kind: 'accepted' | 'refused' } | { readonly kind: 'fault'; readonly reason: string };

async function outcomeOf({ parse, isRefusal }: FuzzTarget, input: Buffer): Promise<Outcome> {
  try {
    const result = parse(Buffer.from(input));
    const found = result instanceof Promise ? await (result as Promise<unknown>) : result;
    return { kind: found === undefined ? 'refused' : 'accepted' };
  } catch (error) {
    if (isRefusal?.(error) === true) return { kind: 'refused' };
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'fault', reason: text.split('\n').slice(0, 2).join(' ') };
  }
}

async function timed(
  target: FuzzTarget,
  input: Buffer,
): Promise<{ readonly outcome: Outcome; readonly taken: number }> {
  const begun = performance.now();
  const outcome = await outcomeOf(target, input);
  return { outcome, taken: performance.now() - begun };
}

/** The least processor time of several tries: a garbage collection can only add to one. */
async function leastTime(target: FuzzTarget, input: Buffer): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let left = triesOfSlow; left > 0; left -= 1) {
    const before = process.cpuUsage();
    await outcomeOf(target, input);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Feeds a parser its seeds, then inputs made of them. The same seed number gives the same inputs. */
export async function fuzz(
  target: FuzzTarget,
  seeds: readonly Buffer[],
  inputs: number,
  seedNumber: number,
): Promise<FuzzResult> {
  const random = new Random(seedNumber);
  const pieces = [...target.tokens.map((token) => Buffer.from(token, 'latin1')), ...seeds];
  const { slowest = usualLimit, mutate: made = mutate } = target;
  const faults = new Map<string, FuzzFault>();
  const [begun, nothing] = [performance.now(), Buffer.alloc(0)];
  let [accepted, longest] = [0, 0];
  for (let count = 0; count < inputs; count += 1) {
    const input = seeds[count] ?? made(random.of(seeds, nothing), random, pieces);
    const { outcome, taken } = await timed(target, input);
    if (outcome.kind === 'accepted') accepted += 1;
    if (outcome.kind === 'fault' && !faults.has(outcome.reason))
      faults.set(outcome.reason, { input, reason: outcome.reason });
    if (taken <= Math.max(longest, 1)) continue;
    longest = Math.max(longest, await leastTime(target, input));
    if (longest > slowest) faults.set('slow', { input, reason: `took ${longest.toFixed(0)} ms` });
  }
  const seconds = (performance.now() - begun) / 1000;
  return { inputs, accepted, seconds, longest, faults: [...faults.values()] };
}
