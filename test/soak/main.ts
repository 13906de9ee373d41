import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { restrictPrograms } from '../../scripts/testing/programs.ts';
import { buildPeers } from '../bench/rtsp-load.ts';
import { withTls } from '../bench/rtsp-servers.ts';
import { startCamera } from '../firmware/running-camera.ts';
import { repositoryRoot } from '../places.ts';
import { describeResult } from './report.ts';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, clients: { type: 'string', default: '50' } },
});
const minutes = Number(values.minutes);
const clients = Number(values.clients);
if (!(minutes > 0 && clients > 0)) throw new Error('--minutes and --clients are numbers above 0');

restrictPrograms(repositoryRoot, ['run', 'bench']);
buildPeers();
const running = await startCamera(['--board', 'virtual', ...withTls]);
try {
  const result = await soak(running, minutes, clients, (text) => process.stderr.write(`${text}\n`));
  const file = join(repositoryRoot, '.cache', 'soak', 'result.json');
  mkdirSync(dirname(file), { recursive: true });
  const json = JSON.stringify({ date: new Date().toISOString(), ...result }, null, 2);
  writeFileSync(file, json);
  process.stderr.write(`\n${describeResult(result)}\n`);
  process.stdout.write(`${json}\n`);
  process.exitCode = result.faults.length === 0 ? 0 : 1;
} finally {
  await running.stop();
}
