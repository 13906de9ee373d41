import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { buildFolder, peersFolder } from './places.ts';

/** The transports that the load client speaks (test/bench/peers/transports.c). */
export const transports = ['udp', 'multicast', 'tcp', 'websocket', 'http', 'rtsps', 'wss', 'https'] as const;
export type Transport = (typeof transports)[number];

/** Where a client plays from. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly user: string;
  readonly password: string;
}

/** What all clients together saw; the times are ms from PLAY to the first key frame. */
export interface LoadReport {
  readonly clients: number;
  readonly seconds: number;
  /** CPU of the server's processes meanwhile. */
  readonly cpuSeconds: number;
  readonly packets: number;
  readonly lost: number;
  readonly ended: number;
  readonly withKeyFrame: number;
  readonly firstKeyFrameP50: number;
  readonly firstKeyFrameP95: number;
}

interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** What one client saw of each frame; ms. */
export interface WatchReport {
  readonly frames: number;
  readonly packets: number;
  readonly lost: number;
  /** Root mean square of the difference between the distance of frames here and at their capture. */
  readonly gapDeviation: number;
  readonly longestGap: number;
  /** From capture to the arrival of the first packet, of the last packet. */
  readonly first: Spread;
  readonly last: Spread;
  readonly jitter: Spread;
}

/** The server did not let the clients play; the message is its reason. */
export class Refusal extends Error {}

/** Builds the named programs of test/bench/peers; all of them when none is named. */
export function buildPeers(...programs: readonly string[]): void {
  const targets = programs.map((name) => `${buildFolder}/${name}`);
  execFileSync('make', ['-s', '-C', peersFolder, `BUILD=${buildFolder}`, ...targets], { stdio: 'inherit' });
}

const placeWords = (target: Target, transport: Transport): readonly string[] => [
  target.host,
  `${target.port}`,
  target.path,
  target.user,
  target.password,
  transport,
];

/** Clients that play; they stay until `stop`, or until their time is over. */
interface RunningLoad {
  readonly report: Promise<LoadReport>;
  stop(): Promise<void>;
}

async function firstLines(child: ChildProcess, errors: () => string): Promise<AsyncIterator<string>> {
  if (child.stdout === null) throw new Error('no output');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.value === 'playing') return lines;
  throw new Refusal(errors().trim().split('\n')[0] ?? 'no reason given');
}

function collectErrors(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4000);
  });
  return () => text;
}

/** Resolves once all of them play; rejects with a Refusal. The cost is that of the processes `pids`. */
export async function startLoad(
  target: Target,
  transport: Transport,
  amount: { readonly clients: number; readonly seconds: number; readonly pids?: readonly number[] },
): Promise<RunningLoad> {
  const words = [
    ...placeWords(target, transport),
    `${amount.clients}`,
    `${amount.seconds}`,
    ...(amount.pids ?? []).map(String),
  ];
  const child = spawn(`${buildFolder}/rtsp-load`, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const lines = await firstLines(child, collectErrors(child));
  const report = lines.next().then(async (line) => {
    if (line.done === true) throw new Error('the load client ended early');
    await exited;
    return JSON.parse(line.value) as LoadReport;
  });
  // Whoever stops the load early does not want its report.
  report.catch(() => undefined);
  const stop = async (): Promise<void> => {
    child.kill();
    await exited;
  };
  return { report, stop };
}

/** One client that measures each frame for that many seconds. */
export async function watch(target: Target, transport: Transport, seconds: number): Promise<WatchReport> {
  const words = [...placeWords(target, transport), `${seconds}`];
  const child = spawn(`${buildFolder}/rtsp-watch`, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = await firstLines(child, collectErrors(child));
  let last = '{}';
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) last = line.value;
  const report = JSON.parse(last) as Partial<WatchReport>;
  if (report.first === undefined) throw new Error('the watching client ended early');
  return report as WatchReport;
}
