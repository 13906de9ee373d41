import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Camera } from '../firmware/running-camera.ts';
import { repositoryRoot } from '../places.ts';
import { certificate, clip, timedClip } from './clip.ts';
import { freePort } from './free-port.ts';
import { buildFolder } from './places.ts';
import { type Target, type Transport, transports } from './rtsp-load.ts';

/** A server under load: ours or a peer. */
export interface Server {
  readonly name: string;
  /** The processes whose cost is measured. */
  readonly pids: readonly number[];
  readonly stop: () => void;
  readonly running: () => boolean;
  /** Where it serves a transport; the reason when it has no such place. */
  target(transport: Transport): Target | string;
}

/** Another process of the same server has it. */
export const notHere = 'not here';

const secure: ReadonlySet<Transport> = new Set(['rtsps', 'wss', 'https']);

/** A server that died of a signal has no exit code. */
const lives = (child: ChildProcess) => (): boolean => child.exitCode === null && child.signalCode === null;

async function firstOutput(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output');
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a peer did not start: ${code}`);
  });
  const [data] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  return data.toString().trim();
}

async function startGst(
  name: string,
  serves: (transport: Transport) => boolean,
  more: readonly string[],
): Promise<Server> {
  const child = spawn(`${buildFolder}/gst-rtsp-server`, [clip(), ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number(await firstOutput(child));
  const place = { host: '127.0.0.1', port, path: 'clip', user: '-', password: '-' };
  return {
    name,
    pids: [child.pid ?? 0],
    stop: () => child.kill(),
    running: lives(child),
    target: (transport) => (serves(transport) ? place : notHere),
  };
}

/** gst-rtsp-server without TLS. */
export function startGstServer(): Promise<Server> {
  return startGst('gst-rtsp-server', (transport) => !secure.has(transport), []);
}

/** The same behind TLS: it has one port for all. */
export function startSecureGstServer(): Promise<Server> {
  return startGst('gst-rtsp-server', (transport) => secure.has(transport), [certificate()]);
}

/** The npm package; it has no source of its own, so ffmpeg publishes the clip. The publisher's cost does not count. */
export async function startStreamingServer(): Promise<Server> {
  const [publish, port] = [await freePort(), await freePort()];
  const program = join(repositoryRoot, 'dist/test/bench/peers/rtsp-streaming-server.js');
  const child = spawn(process.execPath, [program, `${publish}`, `${port}`, '10000'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await firstOutput(child);
  const words = ['-v', 'error', '-re', '-stream_loop', '-1', '-i', timedClip(), '-c', 'copy', '-f', 'rtsp'];
  const publisher = spawn('ffmpeg', [...words, `rtsp://127.0.0.1:${publish}/clip`], { stdio: 'ignore' });
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const stop = (): void => {
    publisher.kill();
    child.kill();
  };
  if (publisher.exitCode !== null) {
    stop();
    throw new Error('ffmpeg cannot publish to rtsp-streaming-server');
  }
  const place = { host: '127.0.0.1', port, path: 'clip', user: '-', password: '-' };
  return { name: 'rtsp-streaming-server', pids: [child.pid ?? 0], stop, running: lives(child), target: () => place };
}

/** Options of the camera that turn TLS on, with a certificate that it makes for itself. */
export const withTls: readonly string[] = ['--https-port', '0', '--rtsps-port', '0'];

/** Ours: RTSP and RTSPS on their own ports, WebSocket and tunnels on those of the web (STR-05..10). */
export function camera(running: Camera): Server {
  const { summary, admin: user, password } = running;
  const rtsp = new URL(summary.rtsp[0] ?? '');
  const at = (url: URL): Target => ({
    host: url.hostname,
    port: Number(url.port),
    path: rtsp.pathname.slice(1),
    user,
    password,
  });
  const web = new URL(summary.onvif);
  const orOff = (url: string | undefined): Target | string => (url === undefined ? 'TLS is off' : at(new URL(url)));
  const places: Readonly<Record<Transport, Target | string>> = {
    udp: at(rtsp),
    multicast: at(rtsp),
    tcp: at(rtsp),
    websocket: at(web),
    http: at(web),
    rtsps: orOff(summary.rtsps?.[0]),
    wss: orOff(summary.https),
    https: orOff(summary.https),
  };
  return {
    name: 'vedette',
    // TLS is the control process's work.
    pids: [summary.mediaPid, summary.pid],
    stop: () => undefined,
    running: () => running.exitCode() === null,
    target: (transport) => places[transport],
  };
}

/** Names of transports; throws for one that nobody knows. */
export function parseTransports(text: string): readonly Transport[] {
  return text.split(',').map((name) => {
    const found = transports.find((one) => one === name);
    if (found === undefined) throw new Error(`no transport ${name}; there are ${transports.join(', ')}`);
    return found;
  });
}
