import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killWhileWriting } from './kills.ts';

const rounds = Number(process.argv[2] ?? '100');
if (!(rounds >= 1)) throw new Error('the number of kills is 1 or more');

const data = mkdtempSync(join(tmpdir(), 'vedette-kills-'));
try {
  const report = await killWhileWriting(rounds, data, (text) => process.stderr.write(`${text}\n`));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.lost.length === 0 ? 0 : 1;
} finally {
  rmSync(data, { recursive: true, force: true });
}
