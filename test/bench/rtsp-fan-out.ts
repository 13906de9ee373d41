import { startCamera } from '../firmware/running-camera.ts';
import { clip } from './clip.ts';
import { buildPeers, type LoadReport, Refusal, startLoad, type Transport } from './rtsp-load.ts';
import {
  camera,
  notHere,
  type Server,
  startGstServer,
  startSecureGstServer,
  startStreamingServer,
  withTls,
} from './rtsp-servers.ts';
import type { Row } from './table.ts';

/** One measurement, or why there is none. */
interface Measurement {
  readonly server: string;
  readonly transport: Transport;
  readonly clients: number;
  /** CPU ms of the server per client and second. */
  readonly cost?: number;
  readonly report?: LoadReport;
  readonly note?: string;
}

/** CPU of the server while all play. */
async function measureOnce(
  server: Server,
  transport: Transport,
  clients: number,
  seconds: number,
): Promise<Measurement> {
  const which = { server: server.name, transport, clients };
  const target = server.target(transport);
  if (typeof target === 'string') return { ...which, note: target };
  try {
    const load = await startLoad(target, transport, { clients, seconds, pids: server.pids });
    const report = await load.report;
    // A figure of nothing would look like the best of all.
    if (report.packets === 0) return { ...which, note: 'no packet came' };
    return { ...which, report, cost: (report.cpuSeconds * 1000) / clients / report.seconds };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A server that dies of a request is still there for a moment.
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { ...which, note: server.running() ? error.message : `${error.message}; the server ended` };
  }
}

/** The round in the middle, by its cost; a refusal is final. */
function median(rounds: readonly Measurement[]): Measurement | undefined {
  const sorted = [...rounds].sort((a, b) => (a.cost ?? 0) - (b.cost ?? 0));
  return rounds.find((one) => one.note !== undefined) ?? sorted[Math.floor(rounds.length / 2)];
}

/** Costs over costs of the same count: the figures that issue 3 asks for. */
function ratios(one: Measurement, all: readonly Measurement[]): Row {
  const over = (server: string, transport: Transport): number | string => {
    const other = all.find((it) => it.server === server && it.transport === transport && it.clients === one.clients);
    if (one.server !== 'vedette' || one.cost === undefined || other?.cost === undefined) return '';
    return one.cost / other.cost;
  };
  return {
    'over gst-rtsp-server': over('gst-rtsp-server', one.transport),
    'over rtsp-streaming-server': over('rtsp-streaming-server', one.transport),
    'over own TCP': one.transport === 'tcp' ? '' : over('vedette', 'tcp'),
  };
}

function row(one: Measurement, all: readonly Measurement[]): Row {
  const { report } = one;
  return {
    server: one.server,
    transport: one.transport,
    clients: one.clients,
    'CPU ms per client-second': one.cost ?? '',
    ...ratios(one, all),
    'packets per client-second':
      report === undefined ? '' : Math.round(report.packets / report.clients / report.seconds),
    lost: report?.lost ?? '',
    ended: report?.ended ?? '',
    'first key frame p50 ms': report?.firstKeyFrameP50 ?? '',
    'first key frame p95 ms': report?.firstKeyFrameP95 ?? '',
    note: one.note ?? '',
  };
}

/** How much is measured. */
interface FanOut {
  readonly counts: readonly number[];
  readonly seconds: number;
  readonly transports: readonly Transport[];
  /** Each figure is the median of so many, taken in turns. */
  readonly rounds: number;
}

/** One count of one transport, all servers in turns. Who refused before is not asked again: more clients change nothing. */
async function compare(
  what: { readonly transport: Transport; readonly clients: number; readonly seconds: number; readonly rounds: number },
  peers: Peers,
  refused: Set<string>,
  progress: (text: string) => void,
): Promise<readonly Measurement[]> {
  const { transport, clients, seconds, rounds } = what;
  const found = new Map<number, readonly Measurement[]>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const [index, server] of peers.servers.entries()) {
      const name = `${server.name}, ${transport}`;
      if (refused.has(name) || server.target(transport) === notHere) continue;
      progress(`${name}, ${clients} clients${rounds > 1 ? `, round ${round}` : ''}`);
      const one = await measureOnce(server, transport, clients, seconds);
      if (one.note !== undefined) refused.add(name);
      if (!server.running()) await peers.restart(index);
      found.set(index, [...(found.get(index) ?? []), one]);
    }
  }
  return [...found.values()].flatMap((all) => median(all) ?? []);
}

/** The servers of a run; what one of them died of must not spoil its other figures. */
class Peers {
  readonly #starters: readonly (() => Promise<Server>)[];
  #servers: readonly Server[] = [];

  constructor(starters: readonly (() => Promise<Server>)[]) {
    this.#starters = starters;
  }

  get servers(): readonly Server[] {
    return this.#servers;
  }

  async start(): Promise<void> {
    for (const start of this.#starters) this.#servers = [...this.#servers, await start()];
  }

  async restart(index: number): Promise<void> {
    this.#servers[index]?.stop();
    const fresh = await this.#starters[index]?.();
    if (fresh !== undefined) this.#servers = this.#servers.with(index, fresh);
  }

  stop(): void {
    for (const server of this.#servers) server.stop();
  }
}

/** RTSP fan-out of one 4 Mbit/s stream, all servers in the same run on the same clip. */
export async function rtspFanOut(plan: FanOut, progress: (text: string) => void): Promise<readonly Row[]> {
  buildPeers();
  const ours = await startCamera(['--board', 'clip', ...withTls], { VEDETTE_CLIP: clip() });
  const peers = new Peers([startGstServer, startSecureGstServer, startStreamingServer, async () => camera(ours)]);
  const refused = new Set<string>();
  const all: Measurement[] = [];
  try {
    await peers.start();
    for (const transport of plan.transports)
      for (const clients of [...plan.counts].sort((a, b) => a - b))
        all.push(...(await compare({ ...plan, transport, clients }, peers, refused, progress)));
  } finally {
    peers.stop();
    await ours.stop();
  }
  return all.map((one) => row(one, all));
}
