import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { buildFolder, cacheFolder, peersFolder } from './places.ts';
import { cpuSeconds } from './process-cost.ts';
import type { Row } from './table.ts';

/** A server under load, ours or the peer. */
interface Server {
  readonly name: string;
  readonly pid: number;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly user: string;
  readonly password: string;
}

interface LoadReport {
  readonly clients: number;
  readonly seconds: number;
  readonly packets: number;
  readonly lost: number;
  readonly ended: number;
  readonly withKeyFrame: number;
  readonly firstKeyFrameP50: number;
  readonly firstKeyFrameP95: number;
}

/** 10 s of 1280x720 at 30 frames a second and 4 Mbit/s, key frame every 2 s, made once. */
export function clip(): string {
  const path = `${cacheFolder}/clip-720p30-4mbit.h264`;
  if (existsSync(path)) return path;
  mkdirSync(cacheFolder, { recursive: true });
  const launch = `videotestsrc num-buffers=300 ! video/x-raw,width=1280,height=720,framerate=30/1
    ! x264enc bitrate=4000 speed-preset=ultrafast tune=zerolatency key-int-max=60
    ! h264parse ! video/x-h264,stream-format=byte-stream ! filesink location=${path}`;
  execFileSync('gst-launch-1.0', ['-q', ...launch.split(/\s+/)], { stdio: ['ignore', 'ignore', 'inherit'] });
  return path;
}

/** One measurement: CPU of the server between "all play" and the end, over clients and seconds. */
async function load(server: Server, transport: 'udp' | 'tcp', clients: number, seconds: number): Promise<Row> {
  const words = [
    server.host,
    server.port,
    server.path,
    server.user,
    server.password,
    transport,
    `${clients}`,
    `${seconds}`,
  ];
  const child = spawn(`${buildFolder}/rtsp-load`, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let before = 0;
  let after = 0;
  let report: LoadReport | undefined;
  for await (const line of createInterface(child.stdout)) {
    if (line === 'playing') before = cpuSeconds(server.pid);
    else if (line === 'measured') after = cpuSeconds(server.pid);
    else report = JSON.parse(line) as LoadReport;
  }
  if (report === undefined)
    throw new Error(`the load client got nothing from ${server.name} (${transport}, ${clients} clients)`);
  return {
    server: server.name,
    transport,
    clients,
    'CPU ms per client-second': ((after - before) * 1000) / clients / report.seconds,
    lost: report.lost,
    ended: report.ended,
    'first key frame p50 ms': report.firstKeyFrameP50,
    'first key frame p95 ms': report.firstKeyFrameP95,
  };
}

async function startPeer(): Promise<{ server: Server; child: ChildProcess }> {
  const port = '18554';
  const child = spawn(`${buildFolder}/gst-rtsp-server`, [port, clip()], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const server = {
    name: 'gst-rtsp-server',
    pid: child.pid ?? 0,
    host: '127.0.0.1',
    port,
    path: 'clip',
    user: '-',
    password: '-',
  };
  return { server, child };
}

function ours(camera: Camera): Server {
  const url = new URL(camera.summary.rtsp[0] ?? '');
  return {
    name: 'vedette',
    pid: camera.summary.mediaPid,
    host: url.hostname,
    port: url.port,
    path: url.pathname.slice(1),
    user: camera.admin,
    password: camera.password,
  };
}

/** RTSP fan-out of one 4 Mbit/s stream, both servers in the same run on the same clip. */
export async function rtspFanOut(
  counts: readonly number[],
  seconds: number,
  progress: (text: string) => void,
): Promise<readonly Row[]> {
  execFileSync('make', ['-s', '-C', peersFolder, `BUILD=${buildFolder}`], { stdio: 'inherit' });
  const peer = await startPeer();
  const camera = await startCamera(['--board', 'clip'], { VEDETTE_CLIP: clip() });
  const rows: Row[] = [];
  try {
    for (const transport of ['udp', 'tcp'] as const) {
      for (const clients of counts) {
        for (const server of [peer.server, ours(camera)]) {
          progress(`${server.name}, ${transport}, ${clients} clients`);
          rows.push(await load(server, transport, clients, seconds));
        }
      }
    }
  } finally {
    peer.child.kill();
    await camera.stop();
  }
  return rows;
}
