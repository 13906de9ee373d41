import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { askMachine } from '../../../../hal/machine/service/client.ts';
import { lineServer } from '../../../../hal/machine/service/line-server.ts';
import type { MachineRequest } from '../../../../hal/machine/service/requests.ts';
import { HalError } from '../../../../hal/ports/hal-error.ts';
import { until } from '../../../until.ts';

const service = suite('machine service');
const folder = mkdtempSync(join(tmpdir(), 'vedette-machine-'));
const path = join(folder, 'socket');
const done: MachineRequest[] = [];
let idle = 0;

const server = lineServer(
  async (request) => {
    if (request.verb === 'reboot') throw new HalError('busy', 'not now');
    done.push(request);
  },
  () => {
    idle += 1;
  },
);

service.before(async () => {
  server.listen(path);
  await once(server, 'listening');
});
service.after(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const kindOf = (request: unknown): Promise<string> =>
  askMachine(request as MachineRequest, path).then(
    () => 'done',
    (error: HalError) => `${error.kind} ${error.message}`,
  );

service('carries out a request, and tells when nobody is there', async () => {
  await askMachine({ verb: 'hostname', name: 'camera' }, path);
  assert.equal(done.at(-1), { verb: 'hostname', name: 'camera' });
  await until(() => idle > 0);
});

service('tells the kind of an error', async () => {
  assert.is(await kindOf({ verb: 'reboot' }), 'busy not now');
});

/** Requests that no firmware makes. */
const refused: readonly unknown[] = [
  { verb: 'shell', command: 'id' },
  { verb: 'hostname', name: 'a\nb' },
  { verb: 'hostname', name: '$(id)' },
  { verb: 'hostname', name: 'camera', more: 1 },
  { verb: 'timeZone', zone: '../../etc/passwd' },
  { verb: 'timeZone', zone: 'Europe/Berlin\n' },
  { verb: 'ntp', servers: ['10.9.0.1\n[Install]'] },
  { verb: 'ntp', servers: [] },
  { verb: 'clock', milliseconds: -1 },
  { verb: 'clock', milliseconds: 2 ** 31 * 1000 },
  { verb: 'clock', milliseconds: '0' },
  { verb: 'tryNetwork', seconds: 60, settings: { links: [], gateways: [], dns: {} } },
  { verb: 'toString' },
  'reboot',
  null,
];

for (const request of refused)
  service(`refuses ${JSON.stringify(request)}`, async () => {
    const before = done.length;
    assert.is(await kindOf(request), 'out-of-range the request is malformed');
    assert.is(done.length, before);
  });

service('refuses a name of a link that would leave the folder', async () => {
  const ipv4 = { enabled: true, dhcp: true, linkLocal: false, addresses: [] };
  const ipv6 = { enabled: false, dhcp: 'Off', acceptRouterAdvertisements: false, addresses: [] };
  const dns = { fromDhcp: true, servers: [], searchDomains: [] };
  const request = (name: string): unknown => ({
    verb: 'tryNetwork',
    seconds: 60,
    settings: { links: [{ name, ipv4, ipv6 }], gateways: [], dns },
  });
  for (const name of ['../x', 'eth0\nName=*', 'a/b', '', 'averyverylongname'])
    assert.match(await kindOf(request(name)), 'malformed');
  assert.is(await kindOf(request('eth0')), 'done');
});

service('closes a connection that sends too much', async () => {
  const socket = connect(path);
  socket.on('error', () => undefined);
  socket.write('x'.repeat(200_000));
  await new Promise((resolve) => socket.once('close', resolve));
});

service.run();
