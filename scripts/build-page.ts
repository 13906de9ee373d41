import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePage } from './bundling/page.ts';

/** Makes the page of the camera in dist/page, unless it is made of the same files already. Usage: node dist/scripts/build-page.js */
await ensurePage(join(dirname(fileURLToPath(import.meta.url)), '..', '..'));
