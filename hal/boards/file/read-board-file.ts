import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Board, boardSchema } from '../board.ts';
import type { BoardFault } from './board-fault.ts';
import { boardFaults } from './board-faults.ts';

/** Largest board file, bytes; a full file with comments has some 10 KiB. */
const sizeLimit = 256 * 1024;

/** Mistakes in a board file, each with its line number and the reason. No hardware was opened. @internal */
export class BoardFileError extends Error {
  constructor(file: string, faults: readonly string[]) {
    super(
      `The board file ${file} has ${faults.length === 1 ? 'a mistake' : `${faults.length} mistakes`}:\n  ${faults.join('\n  ')}`,
    );
    this.name = 'BoardFileError';
  }
}

/** Mistake found by the schema, with its place in the board. */
function issueFaults(issue: z.core.$ZodIssue): readonly BoardFault[] {
  const path = issue.path.filter((step): step is string | number => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: 'is no key of a board' }));
  return [{ path, message: issue.message }];
}

/** Line number of the node at the path, else of its nearest ancestor in the file. */
function lineOf(document: Document.Parsed, counter: LineCounter, path: BoardFault['path']): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return undefined;
}

function parse(file: string, text: string): { readonly document: Document.Parsed; readonly counter: LineCounter } {
  if (Buffer.byteLength(text) > sizeLimit) throw new BoardFileError(file, [`it is larger than ${sizeLimit} bytes`]);
  const counter = new LineCounter();
  // JSON is YAML too.
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, merge: false });
  const faults = document.errors.map(
    ({ message, linePos }) => `line ${linePos?.[0].line ?? 1}: ${message.split('\n')[0]}`,
  );
  if (faults.length > 0) throw new BoardFileError(file, faults);
  return { document, counter };
}

/** Value of the document. Aliases are resolved here, so a missing anchor or too many aliases fail only here. */
function plainValue(file: string, document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw new BoardFileError(file, [(error as Error).message]);
  }
}

function members(file: string, document: Document.Parsed): Readonly<Record<string, unknown>> {
  const value = plainValue(file, document);
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new BoardFileError(file, ['line 1: must be a list of keys']);
  return value as Readonly<Record<string, unknown>>;
}

/**
 * Board with members replaced by those of the file (YAML, or JSON with comments); a list replaces the whole list.
 * Throws BoardFileError.
 */
export function applyBoardFile(board: Board, file: string, text: string): Board {
  const { document, counter } = parse(file, text);
  const checked = boardSchema.safeParse({ ...board, ...members(file, document) });
  const faults = checked.success ? boardFaults(checked.data) : checked.error.issues.flatMap(issueFaults);
  if (checked.success && faults.length === 0) return checked.data;
  const described = faults
    .map(({ path, against = [], message }) => ({
      line: lineOf(document, counter, path) ?? lineOf(document, counter, against) ?? 0,
      text: `${path.join('.')}: ${message}`,
    }))
    .sort((one, other) => one.line - other.line)
    .map(({ line, text: reason }) => (line === 0 ? reason : `line ${line}: ${reason}`));
  throw new BoardFileError(file, described);
}
