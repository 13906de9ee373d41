import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { metricsRoute } from '../../../firmware/fleet/metrics.ts';
import { type ServerUnderTest, startServer } from '../../services/soap/server-under-test.ts';

const metrics = suite('metrics');
const token = '0123456789abcdef';
let server: ServerUnderTest;

metrics.before(async () => {
  const route = metricsRoute(token, {
    info: { model: 'Virtual "camera"', hardware: 'virtual', serial: 'V-1', firmware: '1' },
    mediaPid: () => process.pid,
    storageFaults: () => 0,
    logins: () => new Map([['web accepted', 3]]),
    lines: () => new Map([['warn', 2]]),
  });
  server = await startServer({ routes: [route] });
});

metrics.after(async () => {
  await server.close();
});

const get = (authorization?: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}/metrics`, authorization === undefined ? {} : { headers: { authorization } });

metrics('are for whoever has the token', async () => {
  for (const wrong of [undefined, token, `Bearer ${token}x`, 'Bearer ', `Basic ${token}`]) {
    const { status, headers } = await get(wrong);
    assert.equal([status, headers.get('www-authenticate')], [401, 'Bearer']);
  }
  const reply = await get(`Bearer ${token}`);
  assert.is(reply.status, 200);
  assert.match(reply.headers.get('content-type') ?? '', 'text/plain; version=0.0.4');
  const text = await reply.text();
  assert.match(text, 'vedette_info{model="Virtual \\"camera\\"",hardware="virtual",serial="V-1",firmware="1"} 1');
  assert.match(text, 'vedette_logins_total{by="web",outcome="accepted"} 3');
  assert.match(text, 'vedette_log_lines_total{level="warn"} 2');
  assert.match(text, /vedette_media_memory_bytes \d{6,}/);
});

metrics.run();
