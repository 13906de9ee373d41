import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Defconfig of a board as Buildroot reads it. */
interface Defconfig {
  /** Name of the board, the same as in hal/boards where that has it. */
  readonly board: string;
  /** Path from the root of the project. */
  readonly path: string;
  readonly text: string;
}

const header = /^# fragments:((?: [a-z0-9-]+)+)\n/;

/** Symbol that a line sets, `BR2_x=y` or `# BR2_x is not set`; undefined for other lines. */
function symbolOf(line: string): string | undefined {
  return /^(?:# )?(BR2_\w+)(?:=| is not set$)/.exec(line)?.[1];
}

/** Throws when two fragments set the same symbol: the later one would win unseen. */
function refuseTwice(board: string, lines: readonly string[]): void {
  const seen = new Set<string>();
  for (const symbol of lines.map(symbolOf)) {
    if (symbol === undefined) continue;
    if (seen.has(symbol)) throw new Error(`${board}: ${symbol} is set twice`);
    seen.add(symbol);
  }
}

/** Text of a board's defconfig: the fragments that its first line names, in order, then its own lines. @internal */
export function joinFragments(board: string, own: string, fragment: (name: string) => string): string {
  const names = header.exec(own)?.[1]?.trim().split(' ');
  if (names === undefined) throw new Error(`${board}: the first line must be "# fragments: NAME..."`);
  const parts = names.map((name) => `# ${name}\n${fragment(name)}`);
  const text = [...parts, `# ${board}\n${own.replace(header, '')}`].join('\n');
  refuseTwice(board, text.split('\n'));
  return `# Written by scripts/buildroot-configs from buildroot/fragments: change those.\n\n${text}`;
}

/** Defconfigs of all boards of `buildroot/fragments/boards`, in the order of their names. */
export function defconfigs(root: string): readonly Defconfig[] {
  const folder = join(root, 'buildroot', 'fragments');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return readdirSync(join(folder, 'boards'))
    .sort()
    .map((board) => ({
      board,
      path: `buildroot/configs/${board}_defconfig`,
      text: joinFragments(board, read(join('boards', board)), read),
    }));
}
