import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../until.ts';
import { startCamera } from '../running-camera.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const fleet = suite('camera of a fleet');

fleet('gives metrics to whoever has the token, and sends the log of both processes', async () => {
  let received = '';
  const receiver = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (chunk) => {
        received += chunk.toString();
      });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const data = temporaryFolder();
  const token = 'a-token-of-the-owner';
  writeFileSync(join(data, 'fleet.yaml'), `metrics: { token: ${token} }\nsyslog: { url: 'tcp://127.0.0.1:${port}' }\n`);
  const camera = await startCamera([], {}, data);
  try {
    const url = new URL('/metrics', camera.summary.onvif);
    assert.is((await fetch(url)).status, 401, camera.output());
    const reply = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    assert.is(reply.status, 200);
    assert.match(await reply.text(), 'vedette_info{');
    await until(() => / vedette \d+ \S+ - /.test(received), 'a message');
    assert.not.match(received, token);
  } finally {
    await camera.stop();
    receiver.close();
  }
});

fleet.run();
