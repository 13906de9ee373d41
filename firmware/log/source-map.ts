/** Place in a source: number of the file in the map's list, line and column from 0. */
interface MappedPlace {
  readonly source: number;
  readonly line: number;
  readonly column: number;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Numbers of a segment (ECMA-426 9.2): base64 digits of 5 bits, lowest first, sign in the lowest bit of all. */
function decode(segment: string): readonly number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = alphabet.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit >= 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/**
 * Finds where a place of a generated file (line and column from 0) comes from, by the mappings of a source map. Nothing is kept: the
 * decoder of Node.js builds 13 MiB of objects for our larger map.
 */
export function findPlace(mappings: string, line: number, column: number): MappedPlace | undefined {
  let [source, sourceLine, sourceColumn] = [0, 0, 0];
  let best: MappedPlace | undefined;
  for (const [index, segments] of mappings.split(';', line + 1).entries()) {
    let generatedColumn = 0;
    for (const segment of segments.split(',')) {
      // Each number is the difference to the one before of its kind.
      const [columns = 0, sources, lines = 0, sourceColumns = 0] = decode(segment);
      generatedColumn += columns;
      source += sources ?? 0;
      sourceLine += lines;
      sourceColumn += sourceColumns;
      if (index < line) continue;
      if (generatedColumn > column) return best;
      best = sources === undefined ? undefined : { source, line: sourceLine, column: sourceColumn };
    }
  }
  return best;
}
