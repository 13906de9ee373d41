import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findNameUpdates } from '../../../hal/machine/nsupdate.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';

const updates = suite('updates of names');

const path = process.env.PATH ?? '';
const zone = Buffer.from('\x07example\x04test\x00', 'latin1');

/** SOA record of the zone, in the authority section of an answer. */
function soaRecord(): Buffer {
  const data = Buffer.concat([zone, zone, Buffer.alloc(20)]);
  const head = Buffer.from([0, 6, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([zone, head, data]);
}

/** DNS server of example.test that notes updates and answers them with that code. */
async function dnsServer(code: number, seen: Buffer[]): Promise<Socket> {
  const server = createSocket('udp4');
  server.on('message', (message, { address, port }) => {
    const isUpdate = (message[2] ?? 0) >> 3 === 5;
    const head = Buffer.from(message.subarray(0, 12));
    head[2] = (head[2] ?? 0) | 0x84;
    if (isUpdate) {
      seen.push(message);
      head[3] = code;
      head.fill(0, 4);
      server.send(head, port, address);
      return;
    }
    // The name itself is not there; the zone above it is.
    head[3] = 3;
    head.fill(0, 6);
    head[9] = 1;
    const end = message.indexOf(0, 12) + 5;
    server.send(Buffer.concat([head, message.subarray(12, end), soaRecord()]), port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

updates('are not there without nsupdate', () => {
  assert.is(findNameUpdates({ path: '/nonexistent' }), undefined);
});

if (findNameUpdates({ path }) === undefined)
  process.stdout.write('skip: updates of names: nsupdate is not installed\n');
else {
  for (const [what, code, expected] of [
    ['a server that takes them', 0, 'done'],
    ['a server that refuses them', 5, 'io'],
  ] as const)
    updates(`go to ${what}`, async () => {
      const seen: Buffer[] = [];
      const server = await dnsServer(code, seen);
      const found = findNameUpdates({ path, server: `127.0.0.1 ${server.address().port}` });
      const done = await found?.update('camera.example.test', 600, ['192.0.2.7', '2001:db8::7']).then(
        () => 'done',
        (error: HalError) => error.kind,
      );
      server.close();
      assert.is(done, expected);
      const [message] = seen;
      assert.ok(message?.includes(Buffer.from([192, 0, 2, 7])));
      assert.ok(message?.includes(Buffer.from('20010db8000000000000000000000007', 'hex')));
      assert.ok(message?.includes('camera'));
    });
}

updates.run();
