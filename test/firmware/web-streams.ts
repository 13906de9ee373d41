// time limit: 240 s
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type PeerCertificate } from 'node:tls';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { launch } from '../gst-launch.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';

const streams = suite('streams of the web port and under TLS');
const run = promisify(execFile);
const data = mkdtempSync(join(tmpdir(), 'vedette-camera-'));
const secure = ['--https-port', '0', '--rtsps-port', '0'];

let camera: Camera;
streams.before(async () => {
  camera = await startCamera(secure, {}, data);
});
streams.after(async () => {
  await camera.stop();
  rmSync(data, { recursive: true, force: true });
});

type Port = 'http' | 'https' | 'rtsps';

function portOf(one: Port): string {
  const { onvif, https = '', rtsps = [] } = camera.summary;
  return new URL({ http: onvif, https, rtsps: rtsps[0] ?? '' }[one].replace(/^rtsps:/, 'https:')).port;
}

const path = 'Profile2';

/** Decodes frames with ffmpeg; rejects when they do not come. */
async function ffmpeg(scheme: string, transport: string, port: Port): Promise<void> {
  const url = `${scheme}://${camera.admin}:${camera.password}@127.0.0.1:${portOf(port)}/${path}`;
  const words = [
    '-nostdin',
    '-v',
    'error',
    '-rtsp_transport',
    transport,
    '-i',
    url,
    '-frames:v',
    '20',
    '-f',
    'null',
    '-',
  ];
  const { stderr } = await run('ffmpeg', words, { timeout: 40_000 });
  assert.not.match(stderr, /error|missing|corrupt/i);
}

async function gstreamer(scheme: string, port: Port): Promise<void> {
  const source = `location=${scheme}://127.0.0.1:${portOf(port)}/${path} tls-validation-flags=0`;
  const login = `user-id=${camera.admin} user-pw=${camera.password}`;
  const decode = 'rtph264depay ! avdec_h264 ! identity eos-after=21 ! fakesink';
  const { played, errors } = await launch(`rtspsrc ${source} ${login} ! ${decode}`);
  assert.ok(played !== undefined, errors);
  assert.not.match(played, /ERROR|WARNING/);
}

const players: readonly (readonly [name: string, play: () => Promise<void>])[] = [
  ['ffmpeg through an HTTP tunnel', () => ffmpeg('rtsp', 'http', 'http')],
  ['ffmpeg through an HTTPS tunnel', () => ffmpeg('rtsp', 'https', 'https')],
  ['ffmpeg over RTSPS', () => ffmpeg('rtsps', 'tcp', 'rtsps')],
  ['GStreamer through an HTTP tunnel', () => gstreamer('rtsph', 'http')],
  ['GStreamer through an HTTPS tunnel', () => gstreamer('rtspsh', 'https')],
];

for (const [name, play] of players) streams(`play in ${name}`, play);

/** What the server says to OPTIONS over WebSocket. */
function options(url: string): Promise<string> {
  const client = new WebSocket(url, 'rtsp.onvif.org', { rejectUnauthorized: false, handshakeTimeout: 5000 });
  return new Promise<string>((resolve, reject) => {
    client.on('error', reject).on('close', () => reject(new Error('closed without answer')));
    client.on('open', () => client.send(Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 7\r\n\r\n')));
    client.on('message', (message, isBinary) => {
      resolve(`${isBinary ? 'binary' : 'text'} ${String(message)}`);
      client.close();
    });
  });
}

streams('answer RTSP over WebSocket, plain and secure', async () => {
  for (const origin of [`ws://127.0.0.1:${portOf('http')}`, `wss://127.0.0.1:${portOf('https')}`]) {
    assert.match(await options(`${origin}/onvif/rtsp`), /^binary RTSP\/1\.0 200 OK\r\n.*CSeq: 7\r\n/s);
  }
});

streams('tell https addresses to those who come by https', async () => {
  const message = '<tds:GetServices><tds:IncludeCapability>false</tds:IncludeCapability></tds:GetServices>';
  const reply = await soap(camera.summary.https ?? '', message);
  const addresses = [...reply.text.matchAll(/XAddr>([^<]+)</g)].map(([, address]) => address ?? '');
  assert.ok(addresses.length >= 3);
  for (const address of addresses)
    assert.ok(address.startsWith(`https://127.0.0.1:${portOf('https')}/onvif/`), address);
});

async function media(): Promise<string> {
  const message = '<tds:GetSystemDateAndTime/>';
  return String((await soap(camera.summary.onvif, message)).status);
}

streams('come back on all their ports when the media process dies', async () => {
  process.kill(camera.summary.mediaPid, 'SIGKILL');
  assert.is(await media(), '200');
  const limit = Date.now() + 20_000;
  for (const [, play] of players.slice(0, 3)) {
    while (
      !(await play().then(
        () => true,
        () => false,
      ))
    ) {
      assert.ok(Date.now() < limit, 'no stream came back');
      await sleep(300);
    }
  }
});

async function certificate(port: string): Promise<PeerCertificate> {
  const socket = connect({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false });
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const found = socket.getPeerCertificate();
  socket.destroy();
  return found;
}

streams('show one certificate on both ports, the same after a restart', async () => {
  const { fingerprint256 } = await certificate(portOf('https'));
  assert.is((await certificate(portOf('rtsps'))).fingerprint256, fingerprint256);
  await camera.stop();
  camera = await startCamera(secure, {}, data);
  assert.is((await certificate(portOf('https'))).fingerprint256, fingerprint256);
});

streams.run();
