import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../places.ts';
import { clip } from '../clip.ts';
import { buildFolder } from '../places.ts';
import { buildPeers, startLoad, type Target, type Transport } from '../rtsp-load.ts';
import type { Row } from '../table.ts';
import { arm64, buildForArm64, countedCommand, instructionsIn } from './arm64.ts';

const [few, many] = [1, 10];
/** Seconds of play before and after the count. */
const margin = 2;

interface Counted {
  readonly name: string;
  readonly file: string;
  readonly child: ChildProcess;
  readonly target: Target;
}

interface Cost {
  readonly instructions: number;
  readonly packets: number;
}

async function start(name: string, program: readonly string[], env: NodeJS.ProcessEnv, path: string): Promise<Counted> {
  const file = join(buildFolder, `${name}.count`);
  const [command = '', ...words] = countedCommand(arm64(), file, program);
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} did not start on emulated arm64: ${code}`);
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  const login = path === 'clip' ? { user: '-', password: '-' } : { user: 'admin', password: 'secret123' };
  return { name, file, child, target: { host: '127.0.0.1', port: Number(line.toString()), path, ...login } };
}

/** Code that JavaScript's compilers make at run time would be counted too: both are the same program each time without them. */
function startOurs(): Promise<Counted> {
  const { node } = arm64();
  const program = join(repositoryRoot, 'dist/test/bench/instructions/server.js');
  return start('vedette', [node, '--jitless', program], { VEDETTE_SLOW: '100', VEDETTE_CLIP: clip() }, 'Profile1');
}

function startPeer(): Promise<Counted> {
  return start('gst-rtsp-server', [join(buildFolder, 'arm64/gst-rtsp-server'), clip()], {}, 'clip');
}

/** Counts while the clients do nothing but play: their coming and going costs what a thousand packets do. */
async function measure(server: Counted, transport: Transport, clients: number, seconds: number): Promise<Cost> {
  const load = await startLoad(server.target, transport, { clients, seconds: seconds + 2 * margin });
  await sleep(margin * 1000);
  const before = instructionsIn(server.file);
  await sleep(seconds * 1000);
  const instructions = instructionsIn(server.file) - before;
  const { packets, seconds: played } = await load.report;
  return { instructions, packets: Math.round((packets * seconds) / played) };
}

async function row(server: Counted, transport: Transport, seconds: number): Promise<Row> {
  const one = await measure(server, transport, few, seconds);
  const ten = await measure(server, transport, many, seconds);
  const each = (ten.instructions - one.instructions) / (ten.packets - one.packets);
  const perSecond = (cost: Cost): string => (cost.instructions / seconds / 1e6).toFixed(2);
  return {
    server: server.name,
    transport,
    [`M instructions a second, ${few} client`]: perSecond(one),
    [`${many} clients`]: perSecond(ten),
    'packets, 1 client': one.packets,
    'instructions per further packet and client': Math.round(each),
  };
}

/** Instructions of the fan-out on arm64, counted in an emulator: they are those of a board, whatever this machine does besides. */
export async function instructions(seconds: number, progress: (text: string) => void): Promise<readonly Row[]> {
  buildPeers('rtsp-load');
  buildForArm64(arm64());
  const rows: Row[] = [];
  for (const [name, begin] of [['vedette', startOurs] as const, ['gst-rtsp-server', startPeer] as const]) {
    progress(`${name} starts on emulated arm64`);
    const server = await begin();
    try {
      // The first session loads and prepares what later ones find ready.
      await measure(server, 'tcp', many, 1);
      for (const transport of ['tcp', 'udp'] as const) {
        progress(`${name} over ${transport}, ${few} and ${many} clients`);
        rows.push(await row(server, transport, seconds));
      }
    } finally {
      server.child.kill('SIGKILL');
    }
  }
  return rows;
}
