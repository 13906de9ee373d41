import type { Chapter, Claim, Row } from './row.ts';

const introduction = `# Conformance

Written by \`scripts/conformance\` from the tests; do not edit. Each row is a feature of the standard (IEC 62676-2-31 and the
ONVIF streaming text). It works as the tests named show, or it is not offered, with the reason. A test claims its rows by a
comment above it: \`// shows STR-05, STR-05a\`. Rows are data in \`test/conformance\`.
`;

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** The tests of a row, each file once. */
function evidence(row: Row, claims: readonly Claim[]): string {
  const titles = new Map<string, string[]>();
  for (const { ids, file, title } of claims) {
    if (ids.includes(row.id)) titles.set(file, [...(titles.get(file) ?? []), title]);
  }
  return [...titles].map(([file, all]) => `\`${file}\`: ${all.map((title) => `“${title}”`).join(', ')}`).join('; ');
}

function writeRow(row: Row, claims: readonly Claim[]): string {
  const tests = evidence(row, claims);
  const state = row.notOffered !== undefined ? 'not offered' : tests === '' ? 'open' : 'works';
  return `| ${[row.id, row.feature, row.condition, state, row.notOffered ?? tests].map(cell).join(' | ')} |\n`;
}

/** The text of docs/conformance.md. */
export function writePage(chapters: readonly Chapter[], claims: readonly Claim[]): string {
  const tables = chapters.map(({ title, rows }) => {
    const lines = rows.map((row) => writeRow(row, claims)).join('');
    return `\n## ${title}\n\n| id | feature | condition | state | tests or reason |\n|---|---|---|---|---|\n${lines}`;
  });
  return introduction + tables.join('');
}
