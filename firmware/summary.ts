import { networkInterfaces } from 'node:os';
import type { Camera } from './control/camera.ts';
import type { RunOptions } from './options.ts';

/** Summary that `scripts/run` prints once the camera is ready. */
export interface Summary {
  readonly onvif: string;
  readonly rtsp: readonly string[];
  /** undefined while TLS is off. */
  readonly https?: string;
  readonly rtsps?: readonly string[];
  readonly snapshot: readonly string[];
  readonly admin: string | undefined;
  /** Present only when the password was generated in this run. */
  readonly password?: string;
  readonly pid: number;
  readonly mediaPid: number | undefined;
}

/** Address to show: the one of --address, else the first that other machines can reach. */
function shownAddress(wanted: string | undefined): string {
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((one) => one !== undefined && !one.internal && one.family === 'IPv4');
  const address = wanted ?? others[0]?.address ?? '127.0.0.1';
  return address.includes(':') ? `[${address}]` : address;
}

export function summarize(camera: Camera, run: RunOptions): Summary {
  const host = shownAddress(run.address);
  const web = `http://${host}:${camera.httpPort}`;
  const password = camera.administrator?.password;
  const { httpsPort, rtspsPort, streams } = camera;
  const https = httpsPort === undefined ? undefined : `https://${host}:${httpsPort}/onvif/device_service`;
  const rtsps = rtspsPort && streams.map((token) => `rtsps://${host}:${rtspsPort}/${token}`);
  return {
    onvif: `${web}/onvif/device_service`,
    rtsp: streams.map((token) => `rtsp://${host}:${camera.rtspPort}/${token}`),
    ...(https && { https }),
    ...(rtsps && { rtsps }),
    snapshot: camera.streams.map((token) => `${web}/onvif/snapshot/${token}`),
    admin: camera.administrator?.name,
    ...(password === undefined ? {} : { password }),
    pid: process.pid,
    mediaPid: camera.mediaPid,
  };
}

function lines(title: string, values: readonly string[]): string {
  return values.map((value, index) => `${(index === 0 ? title : '').padEnd(11)}${value}\n`).join('');
}

/** The summary for people. */
export function describeSummary(summary: Summary): string {
  const nobody = `${'User'.padEnd(11)}none yet: create the first administrator with --admin NAME or by CreateUsers\n`;
  return [
    lines('ONVIF', [summary.onvif, ...(summary.https === undefined ? [] : [summary.https])]),
    lines('Stream', [...summary.rtsp, ...(summary.rtsps ?? [])]),
    lines('Snapshot', summary.snapshot),
    summary.admin === undefined ? nobody : lines('User', [summary.admin]),
    summary.password === undefined ? '' : lines('Password', [`${summary.password}   (shown this once)`]),
  ].join('');
}
