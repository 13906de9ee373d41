import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository, seen from dist/test/bench. */
export const repositoryRoot: string = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
export const cacheFolder: string = join(repositoryRoot, '.cache', 'bench');
export const buildFolder: string = join(cacheFolder, 'build');
export const peersFolder: string = join(repositoryRoot, 'test', 'bench', 'peers');
