import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defconfigs } from './buildroot/defconfigs.ts';

/** Writes buildroot/configs from buildroot/fragments. Usage: node dist/scripts/buildroot-configs.js */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
for (const { path, text } of defconfigs(root)) {
  writeFileSync(join(root, path), text);
  process.stdout.write(`${path}\n`);
}
