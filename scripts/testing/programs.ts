import { accessSync, chmodSync, constants, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A row of scripts/programs. @internal */
export interface Program {
  readonly name: string;
  /** Debian package, or `-`: on every system. */
  readonly package: string;
  readonly purposes: readonly string[];
}

/** Reads scripts/programs; rows of packages without a program are left out. @internal */
export function readPrograms(text: string): readonly Program[] {
  return text.split('\n').flatMap((line) => {
    const [names = '', debian = '-', ...purposes] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (names === '' || names === '-') return [];
    return names.split(',').map((name) => ({ name, package: debian, purposes }));
  });
}

/** Debian's own folders come before PATH: set-up installs there. */
const folders = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', ...(process.env.PATH ?? '').split(':')];

function find(name: string): string | undefined {
  if (name === 'node') return process.execPath;
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Leaves in PATH of this process and its children only the programs of scripts/programs for some purposes, so that the spawn of
 * any other program fails here as it would on a machine without it.
 */
export function restrictPrograms(root: string, purposes: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-programs-'));
  // Other users look here, too: VLC runs as nobody.
  chmodSync(folder, 0o755);
  const listed = readPrograms(readFileSync(join(root, 'scripts', 'programs'), 'utf8'));
  for (const program of listed) {
    const path = program.purposes.some((purpose) => purposes.includes(purpose)) ? find(program.name) : undefined;
    if (path !== undefined) symlinkSync(path, join(folder, program.name));
  }
  process.env.PATH = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}
