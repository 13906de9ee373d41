/** One row of a bench: the same keys in each row of a table. */
export type Row = Readonly<Record<string, string | number>>;

/** A Markdown table, columns as wide as they need. */
export function table(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (row: Row, column: string): string => {
    const value = row[column] ?? '';
    return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(value < 10 ? 2 : 1) : String(value);
  };
  const width = (column: string): number => Math.max(column.length, ...rows.map((row) => cell(row, column).length));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map((column) => column.padEnd(width(column)))),
    line(columns.map((column) => '-'.repeat(width(column)))),
    ...rows.map((row) => line(columns.map((column) => cell(row, column).padStart(width(column))))),
  ].join('\n');
}
