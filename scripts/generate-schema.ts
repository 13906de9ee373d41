import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSchema } from './schema/generate.ts';

/** generate-schema.ts PATH [FOLDER]: writes types, tables and operations of the schema set at PATH. */
const [source, target = 'services/generated'] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write('usage: generate-schema.ts PATH [FOLDER]\n');
  process.exit(2);
}
mkdirSync(target, { recursive: true });
for (const [name, text] of generateSchema(source, readFileSync(join(source, 'operations.tsv'), 'utf8'))) {
  writeFileSync(join(target, name), text);
}
