import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A test file, its limit and whether it wants the machine for itself. */
export interface SuiteFile {
  /** Path of the TypeScript source relative to the repository root. */
  readonly source: string;
  /** Path of the compiled file, absolute. */
  readonly compiled: string;
  readonly limitSeconds: number;
  readonly alone: boolean;
  /** Why the file may not run at all. */
  readonly fault?: string;
}

const defaultLimit = 120;

/** Rooms whose tests start encoders or whole cameras: one at a time, or they would measure each other. */
const alone = /^test\/(hal|firmware|peers|board|services\/rtsp)\//;

/** Tests of emulated hardware: they run where scripts/board-rig has made it, and nowhere else. */
const rig = process.env.VEDETTE_RIG !== undefined;

/** All suites below test/ whose path contains one of the patterns (none = all). Files that do not import uvu are support. */
export function findSuites(root: string, patterns: readonly string[]): readonly SuiteFile[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('bench') && name.startsWith('board/') === rig)
    .map((name) => `test/${name}`)
    .filter((source) => patterns.length === 0 || patterns.some((pattern) => source.includes(pattern)))
    .sort()
    .flatMap((source) => describe(root, source));
}

function describe(root: string, source: string): readonly SuiteFile[] {
  const text = readFileSync(join(root, source), 'utf8');
  if (!/from 'uvu'/.test(text)) return [];
  const limit = /^\/\/ time limit: (\d+) s$/m.exec(text)?.[1];
  const suite = {
    source,
    compiled: join(root, 'dist', source.replace(/\.ts$/, '.js')),
    limitSeconds: limit === undefined ? defaultLimit : Number(limit),
    alone: alone.test(source),
  };
  return [/\.only\(/.test(text) ? { ...suite, fault: 'has a left-in only()' } : suite];
}
