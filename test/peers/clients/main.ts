import { execFile } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { restrictPrograms } from '../../../scripts/testing/programs.ts';
import { repositoryRoot } from '../../places.ts';
import { clients, runCell } from './cells.ts';
import { ConfiguredCamera } from './configured-camera.ts';
import { type Logins, loginSection, runLogins } from './logins.ts';
import { type Amount, type Client, type Codec, codecs, type Outcome, transports } from './matrix.ts';
import { keyOf, writePage } from './page.ts';

/**
 * Runs every client over every transport with every codec and writes docs/clients.md. Words on the command line choose
 * clients, transports and codecs (their names or parts of them); then the page is printed and not written. Status 1 when a cell failed.
 */
const amount: Amount = { frames: 300, seconds: 5, documents: 5 };

/** Clients at once: they share the encoder, and the machine decodes for each. */
const lanes = 4;

const words = process.argv.slice(2);
/** The word `logins` alone renews the section of logins and leaves the rest of the page as it is. */
const loginsOnly = words.length === 1 && words[0] === 'logins';
const pagePath = join(repositoryRoot, 'docs/clients.md');
/** Whether a name is meant by the words: all are when no word names one of its kind. */
function wanted(name: string, all: readonly string[]): boolean {
  const meant = words.flatMap((word) => {
    const part = (one: string): boolean => one.toLowerCase().includes(word.toLowerCase());
    return all.includes(word) ? [word] : all.filter(part);
  });
  return meant.length === 0 || meant.includes(name);
}
const names = clients.map(({ name }) => name);

async function versionOf({ version: [program, ...options] }: Client): Promise<string> {
  const asNobody = process.getuid?.() === 0 && program === 'cvlc' ? { uid: 65_534, gid: 65_534 } : {};
  const { stdout } = await promisify(execFile)(program, options, asNobody).catch(() => ({ stdout: 'not installed' }));
  return stdout.split('\n')[0]?.replace(/ Copyright.*/, '') ?? '';
}

async function runCodec(camera: ConfiguredCamera, codec: Codec, results: Map<string, Outcome>): Promise<void> {
  const refusal = await camera.play(codec).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const cells = transports
    .filter((transport) => wanted(transport, transports))
    .flatMap((transport) => clients.filter(({ name }) => wanted(name, names)).map((client) => ({ client, transport })));
  const lane = async (): Promise<void> => {
    for (let cell = cells.shift(); cell !== undefined; cell = cells.shift()) {
      const { client, transport } = cell;
      const outcome: Outcome =
        refusal === undefined
          ? await runCell(camera, client, transport, codec, amount)
          : { kind: 'not offered', message: refusal };
      const key = keyOf(client, transport, codec);
      process.stderr.write(
        `${key}: ${outcome.kind === 'works' ? outcome.seen : `${outcome.kind}: ${outcome.message}`}\n`,
      );
      results.set(key, outcome);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

restrictPrograms(repositoryRoot, ['run', 'table']);
for (const client of clients) client.prepare?.();
const results = new Map<string, Outcome>();
let logins: Logins = new Map();
const logPath = join(repositoryRoot, '.cache', 'client-table.log');
mkdirSync(dirname(logPath), { recursive: true });
const camera = await ConfiguredCamera.start(openSync(logPath, 'w'));
try {
  if (loginsOnly || words.length === 0) logins = await runLogins(camera);
  if (!loginsOnly)
    for (const codec of codecs.filter((one) => wanted(one, codecs))) await runCodec(camera, codec, results);
} finally {
  await camera.stop();
}
const versions = new Map<Client, string>();
for (const client of clients) versions.set(client, await versionOf(client));
const page = writePage(clients, versions, results);
const section = logins.size === 0 ? '' : loginSection(logins);
if (words.length === 0) writeFileSync(pagePath, page + section);
else if (loginsOnly)
  writeFileSync(pagePath, readFileSync(pagePath, 'utf8').replace(/\n## Logins [\s\S]*$/, '') + section);
else process.stdout.write(page);
if ([...results.values()].some(({ kind }) => kind === 'failed')) {
  process.exitCode = 1;
  process.stderr.write(`a cell failed; the camera's log is ${logPath}\n`);
}
