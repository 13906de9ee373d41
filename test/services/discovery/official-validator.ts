import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { schemaSet, whyWithoutSet } from '../schema/schema-set.ts';

/**
 * Checks whole SOAP messages against the official schemas, many in one run. Says so and returns where the set is not at
 * hand; throws with what is wrong.
 */
export async function validateMessages(messages: Readonly<Record<string, string>>): Promise<void> {
  const schemas = schemaSet();
  if (schemas === undefined) {
    process.stdout.write(`\nskip: schema validation: ${whyWithoutSet}
`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'vedette-messages-'));
  try {
    const files = Object.entries(messages).map(([name, text]) => [join(folder, `${name}.xml`), text] as const);
    await Promise.all(files.map(([file, text]) => writeFile(file, text)));
    const names = files.map(([file]) => file);
    await promisify(execFile)('python3', [join(schemas, 'validate.py'), '-q', ...names], {
      timeout: 60_000,
    }).catch((error: { stdout?: string; stderr?: string }) => {
      throw new Error(`not valid:\n${error.stdout ?? ''}${error.stderr ?? ''}`);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
