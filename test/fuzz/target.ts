import type { Random } from './random.ts';

/** A parser of foreign bytes, as the fuzzer runs it. */
export interface FuzzTarget {
  /** File name of its seeds, and its name on the command line. */
  readonly name: string;
  /** Pieces that its inputs are made of, beside those of the seeds. */
  readonly tokens: readonly string[];
  /** Makes an input of a seed; changes bytes by default. */
  readonly mutate?: (seed: Buffer, random: Random, pieces: readonly Buffer[]) => Buffer;
  /** Parses an input. Undefined or a thrown refusal means that the input was refused. */
  readonly parse: (input: Buffer) => unknown;
  /** Whether an error is the parser's way to refuse; any other error is a fault of the parser. None by default. */
  readonly isRefusal?: (error: unknown) => boolean;
  /** Milliseconds of processor time that no input may take; 100 by default. */
  readonly slowest?: number;
}

/** Text of an input, a character for each byte. */
export function latin1(parse: (text: string) => unknown): FuzzTarget['parse'] {
  return (input) => parse(input.toString('latin1'));
}
