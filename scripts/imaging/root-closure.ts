import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

/** Whether a name has the parts of a pattern in their order, the first at its start and the last at its end. */
function fits(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const last = parts.pop() ?? '';
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = name.indexOf(part, at);
    if (found < 0 || (index === 0 && found > 0)) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

/** Paths below a folder that a pattern names; `*` stands for anything within a name. @internal */
export function namedPaths(root: string, pattern: string): readonly string[] {
  let found: readonly string[] = [''];
  for (const part of pattern.split('/')) {
    if (!part.includes('*')) {
      found = found.map((path) => join(path, part)).filter((path) => isThere(join(root, path)));
      continue;
    }
    found = found.flatMap((path) =>
      lstatSync(join(root, path), absent)?.isDirectory() === true
        ? readdirSync(join(root, path))
            .filter((name) => fits(name, part))
            .sort()
            .map((name) => join(path, name))
        : [],
    );
  }
  return found;
}

const absent = { throwIfNoEntry: false } as const;

/** Whether a path leads to something, a dangling symbolic link included. */
function isThere(path: string): boolean {
  return statSync(dirname(path), absent)?.isDirectory() === true && lstatSync(path, absent) !== undefined;
}

/** Names of the libraries that programs and libraries load (DT_NEEDED); files of other kinds need none. */
function neededLibraries(files: readonly string[]): readonly string[] {
  if (files.length === 0) return [];
  // readelf complains of files of other kinds, ends with 1 and goes on.
  const text = spawnSync('readelf', ['-dW', ...files], { encoding: 'utf8', maxBuffer: 1 << 27 }).stdout;
  return [...text.matchAll(/\(NEEDED\)[^[\n]*\[([^\]\n]*)\]/g)].map(([, name = '']) => name);
}

/** Folders of an unpacked Debian with libraries, those first that the dynamic linker looks at first. */
const libraryFolders = ['usr/lib/*-linux-gnu', 'usr/lib/*-linux-gnu/*', 'usr/lib/systemd'];

function librariesOf(system: string): ReadonlyMap<string, string> {
  const libraries = new Map<string, string>();
  for (const folder of libraryFolders)
    for (const path of namedPaths(system, `${folder}/*.so*`))
      if (!libraries.has(basename(path))) libraries.set(basename(path), path);
  return libraries;
}

/** Parts of an unpacked Debian in a smaller root file system. */
interface ClosureOptions {
  /** Unpacked packages, with a merged /usr. */
  readonly system: string;
  readonly root: string;
  /** Patterns of programs and data. */
  readonly patterns: readonly string[];
  /** Programs and libraries from elsewhere that will run in the root. */
  readonly programs: readonly string[];
}

/**
 * Copies what the patterns name from an unpacked Debian, targets of symbolic links, and the libraries that all of it loads. Throws for a
 * pattern that names nothing and for a library that is not there.
 */
export function copyClosure({ system, root, patterns, programs }: ClosureOptions): void {
  const libraries = librariesOf(system);
  let added: string[] = [];

  const copyLink = (path: string, to: string): void => {
    const target = readlinkSync(join(system, path));
    symlinkSync(target, to);
    const place = normalize(target.startsWith('/') ? target.slice(1) : join(dirname(path), target));
    if (existsSync(join(system, place)) && !lstatSync(join(system, place)).isDirectory()) copy(merged(place));
  };
  const copy = (path: string): void => {
    const status = lstatSync(join(system, path));
    const to = join(root, path);
    if (status.isDirectory()) {
      mkdirSync(to, { recursive: true });
      for (const name of readdirSync(join(system, path)).sort()) copy(join(path, name));
      return;
    }
    if (lstatSync(to, absent) !== undefined) return;
    mkdirSync(dirname(to), { recursive: true });
    if (status.isSymbolicLink()) {
      copyLink(path, to);
      return;
    }
    copyFileSync(join(system, path), to);
    added.push(join(system, path));
  };

  for (const pattern of patterns) {
    const paths = namedPaths(system, pattern);
    if (paths.length === 0) throw new Error(`nothing in the packages has the name ${pattern}`);
    for (const path of paths) copy(path);
  }
  added.push(...programs);
  while (added.length > 0) {
    const files = added;
    added = [];
    for (const name of new Set(neededLibraries(files))) {
      const path = libraries.get(name);
      if (path === undefined) throw new Error(`no package has the library ${name}`);
      copy(path);
    }
  }
}

/** Path below the merged /usr. */
function merged(path: string): string {
  return /^(bin|sbin|lib)\//.test(path) ? join('usr', path) : path;
}
