import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startCamera } from '../firmware/running-camera.ts';
import { repositoryRoot } from '../places.ts';
import { DigestClient, md5Challenge } from './digest-client.ts';
import { envelope, load, type SoapLoad } from './soap-load.ts';
import type { Row } from './table.ts';

/** The bytes that the camera answers, to be served by the bare route. */
async function answerOf(url: string, body: string, digest: DigestClient): Promise<Buffer> {
  const headers = {
    'content-type': 'application/soap+xml',
    authorization: digest.authorization('POST', new URL(url).pathname),
  };
  const reply = await fetch(url, { method: 'POST', body, headers });
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${await reply.text()}`);
  return Buffer.from(await reply.arrayBuffer());
}

async function startBare(answer: Buffer): Promise<{ url: string; stop: () => void }> {
  const child = spawn(process.execPath, [join(repositoryRoot, 'dist/test/bench/peers/bare-koa.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(answer);
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${port.toString().trim()}/`, stop: () => child.kill() };
}

const rounds = 3;

/** The round in the middle, by its rate. */
function median(all: readonly Row[]): Row {
  const rate = (row: Row): number => Number(row['requests per second']);
  return [...all].sort((a, b) => rate(a) - rate(b))[Math.floor(all.length / 2)] ?? {};
}

/** GetProfiles (digest on each request) and GetSystemDateAndTime against a bare Koa route that sends the same bytes. */
export async function soapRate(seconds: number, progress: (text: string) => void): Promise<readonly Row[]> {
  const camera = await startCamera([]);
  try {
    const media = new URL('/onvif/media_service', camera.summary.onvif).href;
    const profiles = envelope('http://www.onvif.org/ver10/media/wsdl', 'GetProfiles');
    const time = envelope('http://www.onvif.org/ver10/device/wsdl', 'GetSystemDateAndTime');
    const digest = new DigestClient(await md5Challenge(media, profiles), camera.admin, camera.password);
    const answer = await answerOf(media, profiles, digest);
    const bare = await startBare(answer);
    const loads: readonly SoapLoad[] = [
      {
        name: `bare Koa route, ${answer.length} bytes`,
        url: bare.url,
        body: profiles,
        digest: new DigestClient('', 'a', 'b'),
      },
      { name: 'GetProfiles with digest', url: media, body: profiles, digest },
      { name: 'GetSystemDateAndTime', url: camera.summary.onvif, body: time, digest: undefined },
    ];
    const rows = loads.map((): Row[] => []);
    // In turns, so that a machine that is slow for a while is slow for all of them.
    for (let round = 1; round <= rounds; round += 1) {
      for (const [index, one] of loads.entries()) {
        progress(`${one.name}, round ${round} of ${rounds}`);
        await load(one, 1);
        rows[index]?.push(await load(one, seconds));
      }
    }
    bare.stop();
    return rows.map(median);
  } finally {
    await camera.stop();
  }
}
