import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository, seen from dist/test. */
export const repositoryRoot: string = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
