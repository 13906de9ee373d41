import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Path of a program that PATH finds, for libraries which want a path; undefined where there is none. */
export function programPath(name: string): string | undefined {
  const paths = (process.env.PATH ?? '').split(':').map((folder) => join(folder, name));
  const found = paths.find((path) => existsSync(path));
  return found === undefined ? undefined : realpathSync(found);
}
