import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Camera } from './running-camera.ts';

const run = promisify(execFile);

/** URI of a stream with the account in it. */
function withCredentials(one: Camera, index = 0): string {
  const url = new URL(one.summary.rtsp[index] ?? '');
  url.username = one.admin;
  url.password = one.password;
  return url.href;
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
