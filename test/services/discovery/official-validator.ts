import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../bench/places.ts';

/** Folder of the ONVIF schema set with its validator, which is not part of the repository. */
const schemas: string = process.env.VEDETTE_SCHEMAS ?? join(repositoryRoot, '..', 'shared', 'onvif');
const validator = join(schemas, 'validate.py');

/**
 * Checks whole SOAP messages against the official schemas, many in one run. Says so and returns where the set is not at
 * hand; throws with what is wrong.
 */
export async function validateMessages(messages: Readonly<Record<string, string>>): Promise<void> {
  if (!existsSync(validator)) {
    process.stdout.write(
      'skip: schema validation: the ONVIF schema set is not at hand (set VEDETTE_SCHEMAS to its folder)\n',
    );
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'vedette-messages-'));
  try {
    const files = Object.entries(messages).map(([name, text]) => [join(folder, `${name}.xml`), text] as const);
    await Promise.all(files.map(([file, text]) => writeFile(file, text)));
    const names = files.map(([file]) => file);
    await promisify(execFile)('/usr/bin/python3', [validator, '-q', ...names], { timeout: 60_000 }).catch(
      (error: { stdout?: string; stderr?: string }) => {
        throw new Error(`not valid:\n${error.stdout ?? ''}${error.stderr ?? ''}`);
      },
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
