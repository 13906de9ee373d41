import { spawn } from 'node:child_process';
import { startCamera } from '../firmware/running-camera.ts';
import { DigestClient, md5Challenge } from './digest-client.ts';
import { MotionWatch, watched } from './motion-watch.ts';
import { quietPan, type WatchedHead } from './watched-head.ts';

const wsdl = 'http://www.onvif.org/ver20/ptz/wsdl';
const schema = 'http://www.onvif.org/ver10/schema';

/** Sends operations of the PTZ service with parameters. */
async function ptzClient(url: string, user: string, password: string) {
  const body = (operation: string, content: string): string =>
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><${operation} xmlns="${wsdl}" xmlns:t="${schema}">${content}</${operation}></s:Body></s:Envelope>`;
  const challenge = await md5Challenge(url, body('GetStatus', '<ProfileToken>1</ProfileToken>'));
  const digest = new DigestClient(challenge, user, password);
  return async (operation: string, content: string): Promise<string> => {
    const authorization = digest.authorization('POST', new URL(url).pathname);
    const headers = { 'content-type': 'application/soap+xml; charset=utf-8', authorization };
    const reply = await fetch(url, { method: 'POST', body: body(operation, content), headers });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${operation}: ${text}`);
    return text;
  };
}

/** Decodes a stream at once, picture by picture. */
function decode(url: string, watch: MotionWatch): { readonly end: () => void } {
  const quick = ['-fflags', 'nobuffer', '-flags', 'low_delay', '-probesize', '32', '-analyzeduration', '0'];
  const input = ['-threads', '1', '-rtsp_transport', 'tcp', '-i', url];
  const output = ['-vf', `scale=${watched.width}:${watched.height}`, '-fps_mode', 'passthrough', '-f', 'rawvideo'];
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', ...quick, ...input, ...output, '-pix_fmt', 'gray', 'pipe:1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const size = watched.width * watched.height;
  let waiting = Buffer.alloc(0);
  ffmpeg.stdout.on('data', (bytes: Buffer) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (; waiting.length >= size; waiting = waiting.subarray(size)) watch.take(waiting, performance.now());
  });
  return { end: () => ffmpeg.kill() };
}

/** Head of a running camera over SOAP; its pictures as a client decodes them. */
export async function headOverNetwork(options: readonly string[]): Promise<WatchedHead> {
  const camera = await startCamera(options);
  const { admin, password, summary } = camera;
  const send = await ptzClient(new URL('/onvif/PTZ', summary.onvif).href, admin, password);
  const url = new URL(summary.rtsp[0] ?? '');
  url.username = admin;
  url.password = password;
  const profile = `<ProfileToken>${url.pathname.split('/').filter(Boolean).at(-1) ?? ''}</ProfileToken>`;
  const watch = new MotionWatch();
  const decoder = decode(url.href, watch);
  await send('AbsoluteMove', `${profile}<Position><t:PanTilt x="${quietPan / 170}" y="-0.5"/></Position>`);
  return {
    watch,
    turn: async (sign) => {
      const velocity = `<Velocity><t:PanTilt x="${sign / 2}" y="0"/></Velocity>`;
      await send('ContinuousMove', `${profile}${velocity}<Timeout>PT10S</Timeout>`);
    },
    stop: async () => {
      await send('Stop', profile);
    },
    async close() {
      decoder.end();
      await camera.stop();
    },
  };
}
