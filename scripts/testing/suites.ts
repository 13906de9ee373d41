import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from './lanes.ts';
import type { SuiteTimes } from './suite-times.ts';

/** A test file with its limit and its place in the lanes. */
export interface SuiteFile extends Job {
  /** Path of the TypeScript source relative to the repository root. */
  readonly source: string;
  /** Path of the compiled file, absolute. */
  readonly compiled: string;
  readonly limitSeconds: number;
  /** What the file needs in its environment beside that of the runner. */
  readonly environment?: Readonly<Record<string, string>>;
  /** True for a suite that is never run under AddressSanitizer: it measures what is not our native code. */
  readonly plain?: boolean;
  /** Why the file may not run at all. */
  readonly fault?: string;
}

/** What the first lines of a suite say about how to run it. */
interface SuiteHeader {
  readonly limitSeconds: number;
  readonly alone: boolean;
  readonly devices?: string;
  readonly plain?: boolean;
  /** Expected seconds, where no earlier run says more. */
  readonly weight: number;
  readonly fault?: string;
}

const defaultLimit = 120;

/** Seconds that a suite without a stated limit is expected to take at most, where no earlier run says how long it takes. */
const usualSeconds = 20;

/**
 * Suites of emulated hardware share one board with one processor. They run only where VEDETTE_RIG is set, each alone, or beside suites
 * of other devices where its header says which ones it has for itself.
 */
const rig = process.env.VEDETTE_RIG !== undefined;

/** All suites below test/ whose path contains one of the patterns (none = all). Files that do not import uvu are support. */
export function findSuites(root: string, patterns: readonly string[], times: SuiteTimes): readonly SuiteFile[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('bench') && name.startsWith('board/') === rig)
    .map((name) => `test/${name}`)
    .filter((source) => patterns.length === 0 || patterns.some((pattern) => source.includes(pattern)))
    .sort()
    .flatMap((source) => {
      const text = readFileSync(join(root, source), 'utf8');
      if (!/from 'uvu'/.test(text)) return [];
      const header = readHeader(text);
      const compiled = join(root, 'dist', source.replace(/\.ts$/, '.js'));
      const alone = header.alone || (rig && header.devices === undefined);
      return [{ ...header, source, compiled, alone, weight: times[source] ?? header.weight }];
    });
}

/** Reads `// time limit: N s`, `// wants: the machine: REASON`, `// devices: NAME` and `// plain: REASON` of a suite. @internal */
export function readHeader(text: string): SuiteHeader {
  const limit = /^\/\/ time limit: (\d+) s$/m.exec(text)?.[1];
  const wants = /^\/\/ wants:(.*)$/m.exec(text)?.[1];
  const alone = wants !== undefined && /^ the machine: \S/.test(wants);
  const [limitSeconds, weight] = limit === undefined ? [defaultLimit, usualSeconds] : [Number(limit), Number(limit)];
  const devices = /^\/\/ devices: (\w+)$/m.exec(text)?.[1];
  const plain = /^\/\/ plain: \S/m.test(text);
  const header = { limitSeconds, alone, weight, ...(devices !== undefined && { devices }), ...(plain && { plain }) };
  if (wants !== undefined && !alone) return { ...header, fault: 'wants something else than `the machine: REASON`' };
  return /\.only\(/.test(text) ? { ...header, fault: 'has a left-in only()' } : header;
}
