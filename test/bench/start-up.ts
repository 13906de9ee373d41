import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { freePort } from './free-port.ts';
import { residentMiB } from './process-cost.ts';
import type { Row } from './table.ts';

const time =
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><GetSystemDateAndTime xmlns="http://www.onvif.org/ver10/device/wsdl"/></s:Body></s:Envelope>';

async function firstAnswer(port: number, started: number, signal: AbortSignal): Promise<number> {
  while (!signal.aborted) {
    try {
      const reply = await fetch(`http://127.0.0.1:${port}/onvif/device_service`, {
        method: 'POST',
        body: time,
        headers: { 'content-type': 'application/soap+xml' },
        signal,
      });
      if (reply.ok && (await reply.text()).includes('UTCDateTime')) return performance.now() - started;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return Number.NaN;
}

/** ffmpeg ends with the first packet that it copied: its own start counts, so this is an upper bound. */
async function firstPacket(camera: Camera, started: number): Promise<number> {
  const url = new URL(camera.summary.rtsp[0] ?? '');
  url.username = camera.admin;
  url.password = camera.password;
  await promisify(execFile)('ffmpeg', [
    '-v',
    'error',
    '-analyzeduration',
    '0',
    '-probesize',
    '32',
    '-rtsp_transport',
    'tcp',
    '-i',
    url.href,
    '-frames:v',
    '1',
    '-c',
    'copy',
    '-f',
    'null',
    '-',
  ]);
  return performance.now() - started;
}

/** First and second start on the same settings: SOAP answer, summary, first RTP packet at a client; memory of both processes. */
export async function startUp(progress: (text: string) => void): Promise<readonly Row[]> {
  const data = mkdtempSync(join(tmpdir(), 'vedette-bench-'));
  const rows: Row[] = [];
  try {
    for (const which of ['first start', 'second start', 'third start']) {
      progress(which);
      const port = await freePort();
      const started = performance.now();
      const giveUp = AbortSignal.timeout(30_000);
      const answer = firstAnswer(port, started, giveUp);
      const camera = await startCamera(['--http-port', `${port}`], {}, data);
      const soap = await answer;
      const packet = await firstPacket(camera, started);
      rows.push({
        what: which,
        'first SOAP answer ms': Math.round(soap),
        'ready ms': Math.round(camera.readyAfter),
        'first RTP packet ms (with ffmpeg)': Math.round(packet),
        'control MiB': residentMiB(camera.summary.pid),
        'media MiB': residentMiB(camera.summary.mediaPid),
      });
      await camera.stop();
    }
    return rows;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
