import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claim } from './row.ts';

const marker = /^[ \t]*\/\/ shows (.*)$/gm;
const idList = /^[A-Z][A-Z0-9]*-\d+[a-z]?(?:, [A-Z][A-Z0-9]*-\d+[a-z]?)*$/;
/** A call whose first argument is the title and whose second is a function: one test, or one row of a table of tests. */
const titled = /\b[A-Za-z]\w*\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1,\s*(?:async\s*)?\(/g;

/** The claims of one test file. Throws with the line when a marker has no test below it or is no list of ids. */
export function readClaims(file: string, text: string): readonly Claim[] {
  const found = [...text.matchAll(marker)];
  return found.map((match) => {
    const line = text.slice(0, match.index).split('\n').length;
    const list = match[1] ?? '';
    if (!idList.test(list)) throw new Error(`${file}:${line}: not a list of ids: ${list}`);
    titled.lastIndex = match.index;
    const title = titled.exec(text);
    if (title === null) throw new Error(`${file}:${line}: no test below the marker`);
    return { ids: list.split(', '), file, title: readable(title[2] ?? '') };
  });
}

/** A title as a person reads it: without escapes, the values of a table of tests as dots. */
function readable(source: string): string {
  return source.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…').replace(/\\(.)/g, '$1');
}

/** The claims of all test files, in the order of their paths. */
export function readAllClaims(root: string): readonly Claim[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('conformance/'))
    .sort()
    .flatMap((name) => readClaims(`test/${name}`, readFileSync(join(root, 'test', name), 'utf8')));
}
