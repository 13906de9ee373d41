import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { restrictPrograms } from '../../scripts/testing/programs.ts';
import { buildPeers } from '../bench/rtsp-load.ts';
import { withTls } from '../bench/rtsp-servers.ts';
import { mediaPidOf } from '../firmware/media-process-of.ts';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { repositoryRoot } from '../places.ts';
import { until } from '../until.ts';
import { acrossRestarts, describeResult, type SoakResult } from './report.ts';
import { asAdministrator, soak } from './soak.ts';
import { openSocket } from './wire.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    clients: { type: 'string', default: '50' },
    restarts: { type: 'string', default: '0' },
  },
});
const [minutes, clients, restarts] = [values.minutes, values.clients, values.restarts].map(Number) as [
  number,
  number,
  number,
];
if (!(minutes > 0 && clients > 0 && restarts >= 0)) throw new Error('--minutes and --clients are numbers above 0');

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Restarts the camera over SOAP; resolves when it serves streams again, with the process that they come from now. */
async function restart(camera: Camera): Promise<Camera> {
  await asAdministrator(camera)('<tds:SystemReboot/>');
  const before = camera.summary.mediaPid;
  await until(() => ![undefined, before].includes(mediaPidOf(camera.summary.pid)), 'another media process', 30_000);
  const { hostname, port } = new URL((camera.summary.rtsp[0] ?? '').replace(/^rtsp:/, 'http:'));
  const answers = async (): Promise<boolean> => {
    const socket = await openSocket(hostname, Number(port)).catch(() => undefined);
    socket?.destroy();
    return socket !== undefined;
  };
  await until(answers, 'streams after the restart', 30_000);
  return { ...camera, summary: { ...camera.summary, mediaPid: mediaPidOf(camera.summary.pid) ?? 0 } };
}

restrictPrograms(repositoryRoot, ['run', 'bench']);
buildPeers();
const running = await startCamera(['--board', 'virtual', ...withTls]);
try {
  let camera = running;
  const results: SoakResult[] = [];
  for (let part = 0; part <= restarts; part += 1) {
    if (part > 0) camera = await restart(camera);
    const result = await soak(camera, minutes / (restarts + 1), clients, say);
    results.push(result);
    say(`\n${describeResult(result)}\n`);
  }
  const faults = [...results.flatMap((one) => one.faults), ...acrossRestarts(results)];
  for (const fault of faults) say(`FAULT ${fault}`);
  const file = join(repositoryRoot, '.cache', 'soak', 'result.json');
  mkdirSync(dirname(file), { recursive: true });
  const json = JSON.stringify({ date: new Date().toISOString(), minutes, restarts, faults, parts: results }, null, 2);
  writeFileSync(file, json);
  process.stdout.write(`${json}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await running.stop();
}
