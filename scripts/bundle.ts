import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBundle } from './bundling/bundle.ts';

/** Makes the bundle of the firmware in dist/bundle out of what the compiler wrote, unless it is made of the same files already. */
await ensureBundle(join(dirname(fileURLToPath(import.meta.url)), '..', '..'));
