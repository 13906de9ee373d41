/** Decoders of single values that were read from disk; they throw an Error that begins with `media: `. */

export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new Error('media: not an object');
  return value as Fields;
}

export function list(value: unknown, limit: number): readonly Fields[] {
  if (!Array.isArray(value) || value.length > limit) throw new Error('media: not a list');
  return value.map(fields);
}

export function text(value: unknown, limit: number): string {
  if (typeof value !== 'string' || value.length > limit) throw new Error('media: not a text');
  return value;
}

export function number(value: unknown, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) throw new Error('media: number out of range');
  return value;
}

export function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Error('media: not a flag');
  return value;
}

/** One of the values that are known. */
export function among<Value>(value: unknown, known: readonly Value[], what: string): Value {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new Error(`media: ${what} is not known`);
  return found;
}
