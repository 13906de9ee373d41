import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of npm that is part of the firmware, by package-lock.json. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** Folder, seen from the root of the project. */
  readonly path: string;
  readonly license: string;
  /** Hash as npm writes it, `sha512-` and base64; undefined for folders of our own. */
  readonly integrity: string | undefined;
}

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly resolved?: string;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/** Packages of the lock file that are no development tools, by name. */
export function shippedPackages(root: string): readonly ShippedPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path.startsWith('node_modules/') && dev !== true)
    .map(([path, entry]) => {
      const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as Manifest;
      return {
        name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
        version: entry.version ?? manifest.version ?? '',
        path,
        license: entry.license ?? manifest.license ?? 'unknown',
        integrity: entry.integrity,
      };
    })
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}
