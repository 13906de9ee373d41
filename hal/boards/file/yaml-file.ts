import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** Place of a value in a file: keys and indexes. */
type Path = readonly (string | number)[];

/** Mistake of a value, with its place. */
export interface ValueFault {
  readonly path: Path;
  /** Place of another value that contradicts it, for a file that has nothing at `path`. */
  readonly against?: Path;
  readonly message: string;
}

/** Mistakes that a schema finds. @param thing what a key that is not known is no key of */
export function schemaFaults(error: z.ZodError, thing: string): readonly ValueFault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.filter((step): step is string | number => typeof step !== 'symbol');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], message: `is no key of ${thing}` }));
    return [{ path, message: issue.message }];
  });
}

/** A file that its owner has written, in YAML or in JSON with comments. */
interface YamlFile {
  /** Keys and values of the file. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Mistakes in order of their lines, for people. */
  describe(faults: readonly ValueFault[]): readonly string[];
}

/** Line number of the node at the path, else of its nearest ancestor in the file. */
function lineOf(document: Document.Parsed, counter: LineCounter, path: Path): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return undefined;
}

/** Reads a file; the texts of its mistakes instead where it is no list of keys. */
export function readYamlFile(text: string, sizeLimit: number): YamlFile | readonly string[] {
  if (Buffer.byteLength(text) > sizeLimit) return [`it is larger than ${sizeLimit} bytes`];
  const counter = new LineCounter();
  // JSON is YAML too.
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, merge: false });
  if (document.errors.length > 0)
    return document.errors.map(({ message, linePos }) => `line ${linePos?.[0].line ?? 1}: ${message.split('\n')[0]}`);
  let value: unknown;
  try {
    // Aliases are resolved here, so a missing anchor or too many aliases fail only here.
    value = document.toJS({ maxAliasCount: 50 }) ?? {};
  } catch (error) {
    return [(error as Error).message];
  }
  if (typeof value !== 'object' || Array.isArray(value)) return ['line 1: must be a list of keys'];
  const describe = (faults: readonly ValueFault[]): readonly string[] =>
    faults
      .map(({ path, against = [], message }) => ({
        line: lineOf(document, counter, path) ?? lineOf(document, counter, against) ?? 0,
        text: `${path.join('.')}: ${message}`,
      }))
      .sort((one, other) => one.line - other.line)
      .map(({ line, text: reason }) => (line === 0 ? reason : `line ${line}: ${reason}`));
  return { value: value as Readonly<Record<string, unknown>>, describe };
}
