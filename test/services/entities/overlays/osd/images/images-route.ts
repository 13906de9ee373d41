import { existsSync, readFileSync, rmSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OsdImages } from '../../../../../../services/entities/overlays/osd/images/images.ts';
import { imagesRoute } from '../../../../../../services/entities/overlays/osd/images/images-route.ts';
import { refusedPng } from '../../../../../../services/entities/overlays/osd/images/png-header.ts';
import { temporaryFolder } from '../../../../../firmware/temporary-folder.ts';
import { authorization, challenged } from '../../../../auth/digest-client.ts';
import { memorySettings } from '../../../../settings/memory-settings.ts';
import { password, type ServerUnderTest, startServer } from '../../../../soap/server-under-test.ts';

const room = suite('images of the on-screen display');
const folder = temporaryFolder();
const stored = new Map<string, string>();
const images = new OsdImages(memorySettings(stored), folder);
let server: ServerUnderTest;

room.before(async () => {
  server = await startServer({ routes: [imagesRoute(images)] });
});
room.after(() => server.close());

function picture(width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  for (let at = 0; at < png.data.length; at += 4) png.data.set([200, 100, 50, 128], at);
  return PNG.sync.write(png);
}

interface Sent {
  readonly body?: Buffer | ReadableStream;
  readonly type?: string | undefined;
  readonly user?: string;
}

async function send(
  method: string,
  path: string,
  { body, type = 'image/png', user = 'operator' }: Sent = {},
): Promise<Response> {
  const url = `http://127.0.0.1:${server.port}${path}`;
  const challenge = (await fetch(url, { method: 'GET' })).headers.get('www-authenticate') ?? '';
  const nonce = challenged(challenge, 'nonce');
  const digest = authorization({ username: user, password, realm: 'test', nonce, nc: '00000001', method, uri: path });
  const headers = { authorization: digest, ...(type !== '' && { 'content-type': type }) };
  const stream = body instanceof ReadableStream ? { duplex: 'half' } : {};
  return fetch(url, { method, headers, ...(body && { body }), ...stream } as RequestInit);
}

/** A file whose header promises that many pixels. */
function promising(width: number, height: number): Buffer {
  const file = Buffer.from(picture(16, 16));
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  return file;
}

// shows MD2-16
room('are stored by POST, told back as they were sent, decoded beside, and there after a restart', async () => {
  const file = picture(16, 16);
  assert.is((await send('GET', '/onvif/osd/4.png')).status, 404);
  assert.is((await send('POST', '/onvif/osd/4.png', { body: file })).status, 200);
  const told = await send('GET', '/onvif/osd/4.png', { user: 'viewer' });
  assert.equal([told.status, told.headers.get('content-type')], [200, 'image/png']);
  assert.ok(Buffer.from(await told.arrayBuffer()).equals(file));
  const { path = '', width, height } = images.files.get(4) ?? {};
  assert.equal([width, height], [16, 16]);
  assert.equal([...readFileSync(path).subarray(0, 4)], [100, 50, 25, 128]);
  await send('POST', '/onvif/osd/4.png', { body: picture(32, 8) });
  assert.not(existsSync(path));
  rmSync(folder, { recursive: true });
  const after = new OsdImages(memorySettings(stored), folder);
  await new Promise<void>((resolve) => {
    after.onChange(resolve);
  });
  assert.is(after.files.get(4)?.width, 32);
});

const refusals: readonly (readonly [what: string, path: string, sent: Sent, status: number])[] = [
  ['another path', '/onvif/osd/5.png', { body: picture(16, 16) }, 404],
  ['a viewer', '/onvif/osd/1.png', { body: picture(16, 16), user: 'viewer' }, 403],
  ['another type', '/onvif/osd/1.png', { body: picture(16, 16), type: 'image/jpeg' }, 415],
  ['no type', '/onvif/osd/1.png', { body: picture(16, 16), type: '' }, 415],
  ['bytes that are no PNG', '/onvif/osd/1.png', { body: Buffer.from('GIF89a, which is none') }, 415],
  ['a PNG cut short', '/onvif/osd/1.png', { body: picture(64, 64).subarray(0, 60) }, 415],
  ['a picture too wide', '/onvif/osd/1.png', { body: picture(513, 1) }, 413],
  ['a picture too high', '/onvif/osd/1.png', { body: picture(1, 513) }, 413],
  ['a header that promises 900 million pixels', '/onvif/osd/1.png', { body: promising(30_000, 30_000) }, 413],
  ['a file too long', '/onvif/osd/1.png', { body: Buffer.alloc(262_145) }, 413],
];

for (const [what, path, sent, status] of refusals)
  room(`${what} gets ${status}, and nothing is stored`, async () => {
    assert.is((await send('POST', path, sent)).status, status);
    assert.is(images.png(1), undefined);
  });

room('an upload without a length gets 411', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(picture(16, 16));
      controller.close();
    },
  });
  assert.is((await send('POST', '/onvif/osd/1.png', { body })).status, 411);
});

room('an image of 300 MB of zeros in a small file is refused at once', async () => {
  const file = picture(16, 16);
  const bomb = deflateSync(Buffer.alloc(300_000_000), { level: 9 });
  const head = file.subarray(0, 33);
  const chunk = Buffer.alloc(12 + bomb.length);
  chunk.writeUInt32BE(bomb.length, 0);
  chunk.write('IDAT', 4, 'latin1');
  bomb.copy(chunk, 8);
  const sent = Buffer.concat([head, chunk.subarray(0, 200_000)]);
  const before = process.memoryUsage().rss;
  assert.is((await send('POST', '/onvif/osd/1.png', { body: sent })).status, 415);
  assert.ok(process.memoryUsage().rss - before < 100_000_000);
});

room('only colour types and depths of the PNG standard are read', () => {
  for (const [depth, color, good] of [
    [8, 6, true],
    [16, 2, true],
    [1, 3, true],
    [4, 6, false],
    [8, 5, false],
    [3, 0, false],
  ] as const) {
    const file = Buffer.from(picture(16, 16));
    file[24] = depth;
    file[25] = color;
    assert.is(refusedPng(file) === undefined, good, `${depth} ${color}`);
  }
});

room.run();
