import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the project. */
export const root: string = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..').replace(/\/dist$/, '');

/** What a program said and how it ended. */
interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a script of the project. Programs of the system that it starts itself are found where Debian has them. */
export function run(words: readonly [string, ...string[]], environment: Readonly<Record<string, string>> = {}): Ran {
  const [name, ...rest] = words;
  const env = { ...process.env, ...environment, PATH: `${process.env.PATH}:/usr/sbin:/usr/bin:/sbin:/bin` };
  const { status, stdout, stderr } = spawnSync(name, rest, { cwd: root, env, encoding: 'utf8', maxBuffer: 1e8 });
  return { status, output: `${stdout}${stderr}` };
}

/** Files below a folder of the project, by their paths from its root. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
