import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ambiguityOf } from './expressions/ambiguity.ts';
import { dynamicExpressions, exceptions } from './expressions/exceptions.ts';
import { type FoundExpression, readExpressions } from './expressions/read-expressions.ts';
import { recordExpressions } from './expressions/record-expressions.ts';

/**
 * Finds regular expressions whose cost can grow faster than their input, so that a long text of a stranger would hold the
 * process: literals of the compiled program, and expressions that its modules make of texts when they are loaded.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const compiled = join(root, 'dist');

/** Sources whose compiled form is there, relative to the root. */
const sources = ['services', 'hal', 'firmware'].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.includes('node_modules'))
    .map((name) => join(room, name))
    .filter((path) => existsSync(compiledOf(path))),
);

function compiledOf(path: string): string {
  return join(compiled, path.replace(/\.ts$/, '.js'));
}

interface Located extends FoundExpression {
  readonly path: string;
}

const faults: string[] = [];
const found: Located[] = [];
for (const path of sources) {
  const { literals, dynamic } = readExpressions(readFileSync(compiledOf(path), 'utf8'));
  found.push(...literals.map((one) => ({ ...one, path })));
  if (dynamic > 0 && dynamicExpressions[path] === undefined)
    faults.push(
      `${path}: an expression made from a text within a function cannot be checked; write a literal or a parser`,
    );
}

/** Only services are loaded: modules of hal and firmware open native code, those of the page want a browser. */
async function load(path: string): Promise<unknown> {
  return import(pathToFileURL(compiledOf(path)).href);
}

interface Tables {
  readonly tables: readonly { readonly prefix: string; readonly simpleTypes: Readonly<Record<string, unknown>> }[];
}
interface SimpleTypes {
  readonly simpleCodec: (name: string) => unknown;
}

for (const path of sources.filter((one) => one.startsWith('services/') && !one.startsWith('services/web/page/'))) {
  const made = await recordExpressions(async () => void (await load(path)));
  found.push(...made.map((one) => ({ ...one, path })));
}
const { tables } = (await load('services/generated/tables.ts')) as Tables;
const { simpleCodec } = (await load('services/schema/simple/simple-type.ts')) as SimpleTypes;
const patterns = await recordExpressions(async () => {
  for (const { prefix, simpleTypes } of tables)
    for (const name of Object.keys(simpleTypes)) simpleCodec(`${prefix}:${name}`);
});
found.push(...patterns.map((one) => ({ ...one, path: 'services/generated' })));

const used = new Set<string>();
for (const { path, source, flags } of found) {
  const growth = ambiguityOf({ source, flags });
  if (growth === undefined) continue;
  const exception = exceptions.find((one) => one.path === path && one.source === source);
  if (exception === undefined) faults.push(`${path}: the cost of /${source}/${flags} is ${growth}`);
  else used.add(`${path} ${source}`);
}
for (const { path, source } of exceptions)
  if (!used.has(`${path} ${source}`)) faults.push(`${path}: /${source}/ is no exception any more`);

for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stderr.write(`${found.length} expressions checked, ${faults.length} faults\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
