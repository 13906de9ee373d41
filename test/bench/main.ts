import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { restrictPrograms } from '../../scripts/testing/programs.ts';
import { repositoryRoot } from '../places.ts';
import { analyticsScene } from './analytics-scene.ts';
import { autotracking } from './autotracking.ts';
import { instructions } from './instructions/instructions.ts';
import { motionAnalysis, motionScenes } from './motion-analysis.ts';
import { overlays } from './overlays.ts';
import { cacheFolder } from './places.ts';
import { ptzMotion } from './ptz-motion.ts';
import { rtspFanOut } from './rtsp-fan-out.ts';
import { rtspLatency } from './rtsp-latency.ts';
import { parseTransports } from './rtsp-servers.ts';
import { performancePage } from './small/page.ts';
import { activityRows, measureSmall, memoryRows } from './small/small.ts';
import { soapRate } from './soap-rate.ts';
import { startUp } from './start-up.ts';
import { type Row, table } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    clients: { type: 'string', default: '1,10,50,100,200' },
    rounds: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
    transports: { type: 'string', default: 'udp,tcp,websocket,http,multicast,rtsps' },
  },
});

restrictPrograms(repositoryRoot, ['run', 'bench', 'instructions']);
const seconds = Number(values.seconds);
const counts = values.clients.split(',').map(Number);
const rounds = Number(values.rounds);
const transports = parseTransports(values.transports);
const progress = (text: string): void => {
  process.stderr.write(`  … ${text}\n`);
};

/** Memory, wake-ups and start-up of a camera on a small board; with --write they are docs/performance.md. */
async function small(): Promise<readonly Row[]> {
  const plan = { seconds, minutes: Number(values.minutes), rounds };
  const figures = await measureSmall(plan, progress);
  const command = `scripts/bench --write --rounds ${rounds} --seconds ${seconds} --minutes ${values.minutes} small`;
  const page = join(repositoryRoot, 'docs', 'performance.md');
  if (values.write) writeFileSync(page, performancePage(figures, command));
  process.stdout.write(`\n${table(activityRows(figures))}\n`);
  return memoryRows(figures);
}

const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  'start-up': () => startUp(progress),
  'soap-rate': () => soapRate(seconds, progress),
  'rtsp-fan-out': () => rtspFanOut({ counts, seconds, transports, rounds }, progress),
  'rtsp-latency': () => rtspLatency(seconds, progress),
  'ptz-motion': () => ptzMotion(seconds, progress),
  autotracking: () => autotracking(seconds, progress),
  overlays: () => overlays(rounds, progress),
  'motion-analysis': () => motionAnalysis(progress),
  'analytics-scene': async () => analyticsScene(),
  'motion-scenes': () => motionScenes(rounds, progress),
  instructions: () => instructions(seconds, progress),
  small,
};

const longOnes = ['small', 'motion-scenes', 'instructions'];
// Minutes long: measured when they are named.
const usual = Object.keys(benches).filter((name) => !longOnes.includes(name));
const chosen = positionals.length === 0 ? usual : positionals;
const results: Record<string, readonly Row[]> = {};
for (const name of chosen) {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`no bench ${name}; there are ${Object.keys(benches).join(', ')}`);
  process.stderr.write(`${name}\n`);
  const rows = await bench();
  results[name] = rows;
  process.stdout.write(`\n${name}\n\n${table(rows)}\n`);
}
mkdirSync(cacheFolder, { recursive: true });
const file = join(cacheFolder, 'results.json');
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
writeFileSync(file, JSON.stringify({ date: new Date().toISOString(), machine, results }, null, 2));
process.stderr.write(`\nJSON: ${file}\n`);
