import type { Point } from './scene.ts';

/** Set of cells: bits row by row from the upper left corner, highest bit first, the last byte padded with zeros (ANA-41). */
export interface CellSet {
  readonly columns: number;
  readonly rows: number;
  readonly bits: Uint8Array;
}

export function hasCell(bits: Uint8Array, index: number): boolean {
  return ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
}

/** Set of the cells for which `chosen` says true. */
export function cellSet(columns: number, rows: number, chosen: (index: number) => boolean): CellSet {
  const bits = new Uint8Array(Math.ceil((columns * rows) / 8));
  for (let index = 0; index < columns * rows; index += 1)
    if (chosen(index)) bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7));
  return { columns, rows, bits };
}

/** Middle of a cell in normalized coordinates. */
export function cellCentre({ columns, rows }: Pick<CellSet, 'columns' | 'rows'>, index: number): Point {
  const [column, row] = [index % columns, Math.floor(index / columns)];
  return { x: (2 * (column + 0.5)) / columns - 1, y: 1 - (2 * (row + 0.5)) / rows };
}

/** Cell at a place; places outside of the picture count to the nearest cell. */
export function cellAt({ columns, rows }: Pick<CellSet, 'columns' | 'rows'>, { x, y }: Point): number {
  const place = (part: number, count: number): number => Math.min(count - 1, Math.max(0, Math.floor(part * count)));
  return place((1 - y) / 2, rows) * columns + place((x + 1) / 2, columns);
}

/** The same cells in another layout, which a picture of another aspect has: by the middle of each cell. */
export function resampledCells(cells: CellSet, columns: number, rows: number): CellSet {
  if (cells.columns === columns && cells.rows === rows) return cells;
  const layout = { columns, rows };
  return cellSet(columns, rows, (index) => hasCell(cells.bits, cellAt(cells, cellCentre(layout, index))));
}

/** Number of cells in the largest group of cells that touch each other, also at a corner. `counts` is asked once for each cell. */
export function largestGroup(columns: number, rows: number, counts: (index: number) => boolean): number {
  const open = new Uint8Array(columns * rows);
  const cells: number[] = [];
  for (let index = 0; index < open.length; index += 1)
    if (counts(index)) {
      open[index] = 1;
      cells.push(index);
    }
  let largest = 0;
  for (const first of cells) {
    if (open[first] === 0) continue;
    open[first] = 0;
    const group = [first];
    // The list grows while it is walked.
    for (const cell of group) takeNeighbours(cell, columns, rows, open, group);
    largest = Math.max(largest, group.length);
  }
  return largest;
}

function takeNeighbours(cell: number, columns: number, rows: number, open: Uint8Array, group: number[]): void {
  const [column, row] = [cell % columns, Math.floor(cell / columns)];
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
      const next = y * columns + x;
      if (open[next] !== 1) continue;
      open[next] = 0;
      group.push(next);
    }
}
