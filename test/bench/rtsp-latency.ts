import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { clip } from './clip.ts';
import { DigestClient, md5Challenge } from './digest-client.ts';
import { buildPeers, startLoad, type WatchReport, watch } from './rtsp-load.ts';
import { camera } from './rtsp-servers.ts';
import { envelope, load } from './soap-load.ts';
import type { Row } from './table.ts';

/** What is in the path from capture to wire. */
const boards = [
  { board: 'virtual', path: 'scene drawn, encoded' },
  { board: 'clip', path: 'no encoding' },
] as const;

/** Other clients beside the one that measures, and whether SOAP is under load. */
const situations = [
  { others: 0, soap: false },
  { others: 10, soap: false },
  { others: 100, soap: false },
  { others: 10, soap: true },
] as const;

/** GetProfiles with digest from 32 connections; the row says how many were answered. */
async function soapLoad(running: Camera, seconds: number): Promise<Row> {
  const url = new URL('/onvif/media_service', running.summary.onvif).href;
  const body = envelope('http://www.onvif.org/ver10/media/wsdl', 'GetProfiles');
  const digest = new DigestClient(await md5Challenge(url, body), running.admin, running.password);
  return load({ name: 'GetProfiles', url, body, digest }, seconds);
}

function latencyRow(path: string, situation: (typeof situations)[number], report: WatchReport, soap: Row): Row {
  return {
    path,
    'other clients': situation.others,
    'SOAP requests per second': soap['requests per second'] ?? 0,
    frames: report.frames,
    lost: report.lost,
    'first packet p50 ms': report.first.p50,
    'first p95': report.first.p95,
    'first p99': report.first.p99,
    'last packet p50 ms': report.last.p50,
    'last p95': report.last.p95,
    'last p99': report.last.p99,
    'gap deviation ms': report.gapDeviation,
    'jitter p50 ms': report.jitter.p50,
    'jitter p99': report.jitter.p99,
    'longest gap ms': report.longestGap,
  };
}

/** The measuring client joins last, so that it is served after all others. */
async function measure(
  running: Camera,
  path: string,
  situation: (typeof situations)[number],
  seconds: number,
): Promise<Row> {
  const target = camera(running).target('udp');
  if (typeof target === 'string') throw new Error(target);
  const others =
    situation.others > 0
      ? await startLoad(target, 'udp', { clients: situation.others, seconds: seconds + 60 })
      : undefined;
  try {
    const soap = situation.soap ? soapLoad(running, seconds + 1) : Promise.resolve({});
    const report = await watch(target, 'udp', seconds);
    return latencyRow(path, situation, report, await soap);
  } finally {
    await others?.stop();
  }
}

/**
 * From the capture of a frame (RTP time and sender report) to its packets at a receiving UDP socket (kernel time, same
 * machine), and how evenly frames leave while SOAP is under load. All clients run on this machine too.
 */
export async function rtspLatency(seconds: number, progress: (text: string) => void): Promise<readonly Row[]> {
  buildPeers();
  const rows: Row[] = [];
  for (const { board, path } of boards) {
    const running = await startCamera(['--board', board], { VEDETTE_CLIP: clip() });
    try {
      for (const situation of situations) {
        progress(`${path}: ${situation.others} other clients${situation.soap ? ', SOAP under load' : ''}`);
        rows.push(await measure(running, path, situation, seconds));
      }
    } finally {
      await running.stop();
    }
  }
  return rows;
}
