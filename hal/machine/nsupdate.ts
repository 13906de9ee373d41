import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { delimiter, join } from 'node:path';
import { HalError } from '../ports/hal-error.ts';
import type { NameUpdates } from '../ports/name-updates.ts';

const program = 'nsupdate';
/** Seconds for the server to answer. */
const limit = '10';

interface NsupdateOptions {
  /** Folders of programs, as PATH has them. */
  readonly path: string;
  /** Server and port; absent: the server that the name's zone names. */
  readonly server?: string;
}

/** Commands of nsupdate(1); addresses and names were checked before. */
function commandsOf(server: string | undefined, name: string, ttl: number, addresses: readonly string[]): string {
  const records = addresses.map((one) => `update add ${name}. ${ttl} ${isIP(one) === 6 ? 'AAAA' : 'A'} ${one}`);
  const lines = [`update delete ${name}. A`, `update delete ${name}. AAAA`, ...records, 'send', ''];
  return [...(server === undefined ? [] : [`server ${server}`]), ...lines].join('\n');
}

async function send(commands: string): Promise<void> {
  const child = spawn(program, ['-t', limit], { stdio: ['pipe', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors = (errors + chunk).slice(0, 500);
  });
  child.stdin.on('error', () => undefined).end(commands);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new HalError('io', `the DNS server did not take the update: ${errors.trim()}`);
}

/** Updates by nsupdate; undefined where it is not installed. */
export function findNameUpdates({ path, server }: NsupdateOptions): NameUpdates | undefined {
  if (!path.split(delimiter).some((folder) => existsSync(join(folder, program)))) return undefined;
  return { update: (name, ttl, addresses) => send(commandsOf(server, name, ttl, addresses)) };
}
