import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { UserStore } from '../../services/auth/users.ts';
import { keptIfPossible } from '../../services/settings/storage-error.ts';
import type { RunOptions } from '../options.ts';

/** First administrator: the name, and the password only when it was generated in this run. */
export interface FirstAdministrator {
  readonly name: string;
  readonly password: string | undefined;
}

/** Asks on the terminal without echo. */
async function ask(question: string): Promise<string> {
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: muted, terminal: true });
  process.stderr.write(question);
  const answer = await new Promise<string>((resolve) => terminal.question('', resolve));
  terminal.close();
  process.stderr.write('\n');
  return answer;
}

/** Password of 96 random bits, in characters that can be read aloud and typed into a phone. */
function makePassword(): string {
  return randomBytes(12).toString('base64url').replace(/[-_]/g, 'x');
}

/**
 * Creates the first administrator where there is no user yet. Later starts leave users alone: a forgotten option in a
 * start script must not bring an old password back. Nobody is created where the users cannot be read or stored.
 */
export async function ensureAdministrator(
  users: UserStore,
  admin: RunOptions['admin'],
  interactive: boolean,
): Promise<FirstAdministrator | undefined> {
  const existing = users.list().find(({ level }) => level === 'Administrator');
  if (existing !== undefined) return { name: existing.name, password: undefined };
  if (admin === undefined || !users.isEmpty()) return undefined;
  const given = admin.password ?? (interactive ? await ask(`Password for ${admin.name} (empty: make one): `) : '');
  const password = given === '' ? makePassword() : given;
  const kept = await keptIfPossible(users.create([{ name: admin.name, password, level: 'Administrator' }]));
  if (!kept) return undefined;
  return { name: admin.name, password: given === '' ? password : undefined };
}
