import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the bundle, seen from the root of the project. */
export const bundleFolder = 'dist/bundle';

/** Program of the control process in the bundle, seen from the root of the project. @internal */
export const bundledProgram: string = `${bundleFolder}/control/main.js`;

/** The bundle's list of the files it was made of. Its time is the moment when they were read. */
export const inputsPath = (root: string): string => join(root, bundleFolder, 'inputs.json');

/** True while no file that the bundle was made of has changed since. */
export function isBundleFresh(root: string): boolean {
  try {
    const made = statSync(inputsPath(root)).mtimeMs;
    const inputs = JSON.parse(readFileSync(inputsPath(root), 'utf8')) as readonly string[];
    return inputs.every((path) => statSync(join(root, path)).mtimeMs <= made);
  } catch {
    return false;
  }
}
