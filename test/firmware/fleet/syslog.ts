import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { syslogMessage } from '../../../firmware/fleet/syslog-message.ts';
import { SyslogSender } from '../../../firmware/fleet/syslog-sender.ts';
import { until } from '../../until.ts';

const syslog = suite('syslog');

const line = (msg: string): string =>
  `{"level":40,"time":0,"pid":7,"hostname":"h","name":"control","room":"soap","err":{"message":"gone"},"msg":"${msg}"}\n`;

syslog('messages have the form of RFC 5424, framed by their length', () => {
  const message = '<132>1 1970-01-01T00:00:00.000Z attic-camera vedette 7 soap - a request failed {"error":"gone"}';
  assert.is(syslogMessage(line('a request failed'), 'attic-camera').toString(), `${message.length} ${message}`);
  assert.match(syslogMessage('{"level":30,"msg":"a\\nb"}\n', 'a b').toString(), '<134>1 - ab vedette - - - a b');
  assert.match(syslogMessage('{"level":3', '').toString(), '<134>1 - - vedette - - - {"level":3');
});

interface Receiver {
  readonly server: Server;
  readonly port: number;
  readonly sockets: Socket[];
  text: string;
}

async function receiver(reads = true): Promise<Receiver> {
  const server = createServer((socket) => {
    found.sockets.push(socket);
    socket.on('error', () => undefined);
    if (reads)
      socket.on('data', (chunk) => {
        found.text += chunk.toString();
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const found: Receiver = { server, port: (server.address() as AddressInfo).port, sockets: [], text: '' };
  return found;
}

function close({ server, sockets }: Receiver): void {
  for (const socket of sockets) socket.destroy();
  server.close();
}

function sender(port: number, told: string[] = []): SyslogSender {
  return new SyslogSender({
    receiver: { host: '127.0.0.1', port, secure: false },
    host: () => 'camera',
    onLost: (error) => void told.push(error === undefined ? 'back' : 'lost'),
    retry: 10,
  });
}

syslog('messages from before the connection, and from while it is lost, arrive', async () => {
  const told: string[] = [];
  const one = await receiver();
  const sent = sender(one.port, told);
  sent.add(line('first'));
  await until(() => one.text.includes('first'), 'the first message');
  for (const socket of one.sockets) socket.destroy();
  await until(() => told.includes('lost'), 'the loss');
  sent.add(line('second'));
  await until(() => one.text.includes('second'), 'the second message');
  assert.equal(told, ['lost', 'back']);
  sent.close();
  close(one);
});

syslog('a receiver that does not read costs bounded memory and nobody waits', async () => {
  const one = await receiver(false);
  const sent = sender(one.port);
  await until(() => one.sockets.length > 0, 'the connection');
  const before = process.memoryUsage().arrayBuffers;
  for (let number = 0; number < 50_000; number += 1) sent.add(line(`${number} ${'x'.repeat(200)}`));
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc?.();
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.ok(grown < 64 * 2 ** 20, `${grown} bytes`);
  for (const socket of one.sockets)
    socket.on('data', (chunk) => {
      one.text += chunk.toString();
    });
  await until(() => one.text.includes('49999 '), 'the newest message');
  assert.match(one.text, 'lines of the log were lost {"lines":');
  sent.close();
  close(one);
});

syslog.run();
