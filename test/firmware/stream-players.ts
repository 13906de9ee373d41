import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Camera } from './running-camera.ts';

const run = promisify(execFile);

/** URI of a stream with the account in it. */
export function withCredentials(one: Camera, index = 0): string {
  const url = new URL(one.summary.rtsp[index] ?? '');
  url.username = one.admin;
  url.password = one.password;
  return url.href;
}

/** Size and rate of a stream as ffprobe sees them. */
export interface Probe {
  readonly width: number;
  readonly height: number;
  readonly rate: string;
}

/** What ffprobe sees of the first stream: its size and the rate at which frames come. */
export async function probe(one: Camera): Promise<Probe> {
  const words = [
    '-v',
    'error',
    '-rtsp_transport',
    'tcp',
    '-show_entries',
    'stream=width,height,avg_frame_rate',
    '-of',
    'json',
    withCredentials(one),
  ];
  const { stdout } = await run('ffprobe', words, { timeout: 30_000 });
  const { streams } = JSON.parse(stdout) as { streams: { width: number; height: number; avg_frame_rate: string }[] };
  const [{ width = 0, height = 0, avg_frame_rate = '' } = {}] = streams;
  return { width, height, rate: avg_frame_rate };
}

/** Reads frames until `count` were decoded; rejects when they do not come. */
export async function decodes(one: Camera, count: number): Promise<void> {
  const words = [
    '-v',
    'error',
    '-rtsp_transport',
    'tcp',
    '-i',
    withCredentials(one),
    '-frames:v',
    `${count}`,
    '-f',
    'null',
    '-',
  ];
  await run('ffmpeg', words, { timeout: 30_000 });
}
