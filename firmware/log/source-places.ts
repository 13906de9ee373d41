import { readFileSync } from 'node:fs';
import { findPlace } from './source-map.ts';

/** Places that are remembered: errors come from the same ones again and again. */
const mostKnown = 500;

interface SourceMapFile {
  readonly sources: readonly string[];
  readonly mappings: string;
}

const known = new Map<string, string>();

/** Place in our source of a place in a compiled or bundled file; the same place where that file has no map. */
function sourceOf(file: string, line: number, column: number): string {
  try {
    const map = JSON.parse(readFileSync(new URL(`${file}.map`), 'utf8')) as SourceMapFile;
    const place = findPlace(map.mappings, line - 1, column - 1);
    const source = map.sources[place?.source ?? -1];
    if (place !== undefined && source !== undefined)
      return `${new URL(source, file).href}:${place.line + 1}:${place.column + 1}`;
  } catch {
    // A file of Node.js or of a package, or one that came without its map.
  }
  return `${file}:${line}:${column}`;
}

/** A frame of a stack trace, as V8 writes it, with the place in our source. @internal */
export function withSourcePlace(frame: string): string {
  return frame.replace(/file:\/\/[^\s():]+:\d+:\d+/, (place) => {
    const seen = known.get(place);
    if (seen !== undefined) return seen;
    const [line = '', column = ''] = place.split(':').slice(-2);
    const file = place.slice(0, -(line.length + column.length + 2));
    const found = sourceOf(file, Number(line), Number(column));
    if (known.size >= mostKnown) known.clear();
    known.set(place, found);
    return found;
  });
}

function headline(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

// Stack traces are written when they are first read, which few are: --enable-source-maps would keep every map in memory from the start.
Error.prepareStackTrace = (error, frames) =>
  [headline(error), ...frames.map((frame) => `    at ${withSourcePlace(String(frame))}`)].join('\n');
