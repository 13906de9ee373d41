import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..').replace(/\/dist$/, '');

/** Root of the repository, also for the compiled test. */
export const repository: string = root;

/** The ONVIF schema set (it may not be redistributed with the sources), or undefined where it is not at hand. */
export function schemaSet(): string | undefined {
  const folder = process.env.VEDETTE_SCHEMAS ?? join(root, '..', 'shared', 'onvif');
  return existsSync(join(folder, 'operations.tsv')) ? folder : undefined;
}

export const whyWithoutSet = 'the ONVIF schema set is not at hand (VEDETTE_SCHEMAS)';
