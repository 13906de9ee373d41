import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../until.ts';
import { handedSocket, openTunnel, openWebSocket } from './handed.ts';
import { RtspClient } from './rtsp-client.ts';
import { type RunningServer, startServer } from './running-server.ts';

const table = suite('connection-table');

let running: RunningServer;

table.before(async () => {
  running = await startServer({ connections: 4, connectionsPerAddress: 3 }, 60, { fed: true });
});
table.after(() => running.stop());
table.after.each(() => until(() => running.server.connections === 0, 'the end of the connections'));

/** A client from another address. */
async function from(remoteAddress: string): Promise<RtspClient> {
  return RtspClient.over(await handedSocket(running, { role: 'plain', remoteAddress }));
}

async function loggedIn(client: RtspClient): Promise<RtspClient> {
  assert.is((await client.request('DESCRIBE', running.uri('Profile2'))).status, 200);
  return client;
}

table('a connection without login gives way before one that is idle, and is told so', async () => {
  const idle = await loggedIn(await from('192.0.2.1'));
  const silent = [await from('192.0.2.2'), await from('192.0.2.3'), await from('192.0.2.4')];
  const next = await loggedIn(await from('192.0.2.5'));
  assert.is((await silent[0]?.reply())?.status, 503);
  assert.not.ok(idle.closed);
  for (const client of [idle, ...silent, next]) client.close();
});

table('an idle connection gives way before one with a session, and sessions never do', async () => {
  const playing = await from('192.0.2.1');
  await playing.playInterleaved(running.uri('Profile2'));
  const idle = [
    await loggedIn(await from('192.0.2.2')),
    await loggedIn(await from('192.0.2.3')),
    await loggedIn(await from('192.0.2.4')),
  ];
  const next = await from('192.0.2.5');
  await next.playInterleaved(running.uri('Profile2'));
  await until(() => idle[0]?.closed === true, 'the end of the one that was idle longest');
  assert.not.ok(playing.closed);
  for (const client of idle) client.close();
  const more: RtspClient[] = [];
  for (const address of ['192.0.2.6', '192.0.2.7']) {
    const client = await from(address);
    await client.playInterleaved(running.uri('Profile2'));
    more.push(client);
  }
  assert.is((await (await from('192.0.2.8')).reply()).status, 503);
  for (const client of [playing, next, ...more]) client.close();
});

table('an address that has its share displaces itself', async () => {
  const other = await from('192.0.2.9');
  const own: RtspClient[] = [];
  for (let count = 0; count < 5; count += 1) own.push(await from('192.0.2.1'));
  await until(() => own.filter(({ closed }) => closed).length === 2, 'the end of its oldest');
  assert.not.ok(other.closed);
  for (const client of [other, ...own]) client.close();
});

table('tunnels and WebSockets count too', async () => {
  const first = await from('127.0.0.1');
  const clients = [RtspClient.over(await openTunnel(running, 'a')), RtspClient.over(await openWebSocket(running))];
  for (const client of clients) assert.is((await client.request('OPTIONS', '*')).status, 200);
  clients.push(RtspClient.over(await openTunnel(running, 'b')));
  await until(() => first.closed, 'the end of the one that said nothing');
  for (const client of clients) client.close();
});

table.run();
