import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killInKeystoreChanges } from './keystore-changes.ts';
import { killWhileWriting } from './kills.ts';
import { killInWholeChanges } from './whole-changes.ts';

const kinds = { settings: killWhileWriting, whole: killInWholeChanges, keystore: killInKeystoreChanges } as const;

const [number = '100', wanted] = process.argv.slice(2);
const rounds = Number(number);
if (!(rounds >= 1)) throw new Error('the number of kills is 1 or more');
const chosen = Object.entries(kinds).filter(([name]) => wanted === undefined || name === wanted);
if (chosen.length === 0) throw new Error(`kinds of kills: ${Object.keys(kinds).join(', ')}`);

for (const [name, kill] of chosen) {
  const data = mkdtempSync(join(tmpdir(), 'vedette-kills-'));
  try {
    const report = await kill(rounds, data, (text) => process.stderr.write(`${name}: ${text}\n`));
    process.stdout.write(`${JSON.stringify({ kind: name, ...report }, null, 2)}\n`);
    if (report.lost.length > 0) process.exitCode = 1;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
