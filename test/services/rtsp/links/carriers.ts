// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRtp } from '../../../hal/rtp-packets.ts';
import { until } from '../../../until.ts';
import { handedSocket, openTunnel, openWebSocket } from '../handed.ts';
import { RtspClient } from '../rtsp-client.ts';
import { type RunningServer, startServer } from '../running-server.ts';
import { clientFrame } from '../web-socket-client.ts';

const carriers = suite('links/carriers');

let running: RunningServer;

carriers.before(async () => {
  running = await startServer({ sessionsPerAddress: 2, tunnelTime: 2_000, successorTime: 1_000 });
});
carriers.after(() => running.stop());
carriers.after.each(() => until(() => running.server.sessions.length === 0, 'the end of the sessions'));

/** Packets of one channel come whole and without a gap, while requests are answered between them. */
async function playsWithoutGap(client: RtspClient): Promise<string> {
  const uri = running.uri('Profile1');
  const session = await client.playInterleaved(uri, 'RTP/AVP/TCP;unicast');
  for (let round = 0; round < 10; round += 1) {
    assert.is((await client.request('GET_PARAMETER', uri)).status, 200);
  }
  await until(() => client.packets.length > 200, 'packets');
  const rtp = client.packets.filter(({ channel }) => channel === 0).map(({ bytes }) => parseRtp(bytes));
  for (const [index, packet] of rtp.entries()) assert.is(packet.sequence, ((rtp[0]?.sequence ?? 0) + index) & 0xffff);
  assert.ok(client.packets.some(({ channel }) => channel === 1));
  return session;
}

// shows STR-05, STR-05a
carriers('plays in an HTTP tunnel; TEARDOWN ends both connections', async () => {
  const tunnel = await openTunnel(running, 'a');
  const client = RtspClient.over(tunnel);
  const Session = await playsWithoutGap(client);
  assert.is((await client.request('TEARDOWN', running.uri('Profile1'), { Session })).status, 200);
  await until(() => client.closed && tunnel.post.closed, 'the end of both');
});

carriers('takes the POST before the GET, and what was read behind its head', async () => {
  const head = Buffer.from(Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 7\r\n').toString('base64').slice(0, 30));
  const text = Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 7\r\n\r\n').toString('base64');
  const post = await handedSocket(running, { role: 'tunnel-post', cookie: 'b', head });
  const get = await handedSocket(running, { role: 'tunnel-get', cookie: 'b' });
  const client = RtspClient.over(get);
  post.write(text.slice(30));
  assert.is((await client.reply()).headers.get('cseq'), '7');
  client.close();
  await until(() => post.closed, 'the end of the POST');
});

// shows STR-05a
carriers('goes on when one POST follows another', async () => {
  const tunnel = await openTunnel(running, 'c');
  const client = RtspClient.over(tunnel);
  const uri = running.uri('Profile2');
  await client.playInterleaved(uri);
  for (let round = 0; round < 3; round += 1) {
    tunnel.post.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    tunnel.post = await handedSocket(running, { role: 'tunnel-post', cookie: 'c' });
    assert.is((await client.request('OPTIONS', uri)).status, 200);
  }
  client.close();
});

carriers('a tunnel without session ends when its POST has ended and no other comes', async () => {
  const tunnel = await openTunnel(running, 'r');
  const client = RtspClient.over(tunnel);
  assert.is((await client.request('OPTIONS', '*')).status, 200);
  tunnel.post.destroy();
  await until(() => client.closed, 'the end of the GET');
});

carriers('a POST that ends with its length may be followed by another on the same connection', async () => {
  const text = (cseq: number): string => Buffer.from(`OPTIONS * RTSP/1.0\r\nCSeq: ${cseq}\r\n\r\n`).toString('base64');
  const { length } = text(1);
  const get = await handedSocket(running, { role: 'tunnel-get', cookie: 'q' });
  const post = await handedSocket(running, { role: 'tunnel-post', cookie: 'q', length });
  const client = RtspClient.over(get);
  for (const cseq of [1, 2, 3]) {
    const head = `POST / HTTP/1.0\r\nx-sessioncookie: q\r\nContent-Length: ${length}\r\n\r\n`;
    post.write(`${cseq === 1 ? '' : head}${text(cseq)}`);
    assert.is((await client.reply()).headers.get('cseq'), String(cseq));
  }
  client.close();
});

carriers('the end of the GET ends all', async () => {
  const tunnel = await openTunnel(running, 'd');
  const client = RtspClient.over(tunnel);
  await client.playInterleaved(running.uri('Profile2'));
  client.close();
  await until(() => tunnel.post.closed, 'the end of the POST');
});

carriers('refuses a second GET with a cookie in use, and a cookie from elsewhere', async () => {
  const tunnel = await openTunnel(running, 'e');
  const client = RtspClient.over(tunnel);
  assert.is((await client.request('OPTIONS', '*')).status, 200);
  const second = await handedSocket(running, { role: 'tunnel-get', cookie: 'e' });
  await until(() => second.closed, 'the end of the second GET');
  const foreign = await handedSocket(running, { role: 'tunnel-post', cookie: 'e', remoteAddress: '192.0.2.9' });
  foreign.write(Buffer.from('TEARDOWN * RTSP/1.0\r\nCSeq: 1\r\n\r\n').toString('base64'));
  assert.is((await client.request('OPTIONS', '*')).status, 200);
  for (const socket of [client.socket, foreign]) socket.destroy();
});

carriers('ends a tunnel whose POST is no base64', async () => {
  const tunnel = await openTunnel(running, 'f');
  const client = RtspClient.over(tunnel);
  assert.is((await client.request('OPTIONS', '*')).status, 200);
  tunnel.post.write('OPTIONS * RTSP/1.0\r\n\r\n');
  await until(() => client.closed && tunnel.post.closed, 'the end of both');
});

carriers('closes halves that never meet', async () => {
  const halves = await Promise.all([
    handedSocket(running, { role: 'tunnel-get', cookie: 'lonely' }),
    handedSocket(running, { role: 'tunnel-post', cookie: 'alone' }),
    handedSocket(running, { role: 'tunnel-get' }),
  ]);
  for (const socket of halves) socket.resume();
  await until(() => halves[2]?.closed === true, 'the one without a cookie at once');
  assert.is(halves.filter(({ closed }) => closed).length, 1);
  await until(() => halves.every(({ closed }) => closed), 'the others in time');
});

// shows STR-08, STR-93, STR-94
for (const size of [65_536, 100, 1]) {
  carriers(`plays over a WebSocket with ${size} octets in a frame`, async () => {
    const carrier = await openWebSocket(running, size);
    const client = RtspClient.over(carrier);
    await playsWithoutGap(client);
    carrier.socket.write(clientFrame('ping', 'are you there'));
    await until(() => carrier.control.length > 0, 'a pong');
    assert.equal(
      carrier.control.map(({ opcode, payload }) => [opcode, payload.toString()]),
      [[10, 'are you there']],
    );
    assert.equal([...carrier.opcodes], [2], 'binary messages only');
    carrier.socket.write(clientFrame('close', Buffer.from([0x03, 0xe8])));
    await until(() => client.closed, 'the end');
    assert.equal(carrier.control.at(-1)?.payload, Buffer.from([0x03, 0xe8]));
  });
}

const refused: readonly [string, Buffer, number][] = [
  ['text', clientFrame('text', 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'), 1003],
  ['a frame without mask', clientFrame('binary', 'x', { masked: false }), 1002],
  ['a frame too large', Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x20, 0, 0, 1, 2, 3, 4]), 1009],
  ['a close code that is none', clientFrame('close', Buffer.from([0x03, 0xed])), 1002],
];

for (const [what, bytes, code] of refused) {
  carriers(`answers ${what} on a WebSocket with ${code} and ends`, async () => {
    const carrier = await openWebSocket(running);
    const client = RtspClient.over(carrier);
    carrier.socket.write(bytes);
    await until(() => client.closed, 'the end');
    assert.equal(
      carrier.control.map(({ opcode, payload }) => [opcode, payload.readUInt16BE(0)]),
      [[8, code]],
    );
  });
}

carriers('takes a plain connection that was opened elsewhere, with its head', async () => {
  const head = Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 5\r\n\r\n');
  const client = RtspClient.over(await handedSocket(running, { role: 'plain', head, secure: true }));
  assert.is((await client.reply()).headers.get('cseq'), '5');
  await client.playInterleaved(running.uri('Profile2'));
  client.close();
});

carriers('a session tells the address that was handed on, and its limit counts by that', async () => {
  const clients: RtspClient[] = [];
  const statuses: number[] = [];
  running.events.length = 0;
  for (const remoteAddress of ['192.0.2.7', '192.0.2.7', '192.0.2.7', '192.0.2.8']) {
    const client = RtspClient.over(await handedSocket(running, { role: 'plain', remoteAddress, secure: true }));
    clients.push(client);
    const Transport = 'RTP/AVP/TCP;unicast;interleaved=0-1';
    statuses.push((await client.request('SETUP', `${running.uri('Profile2')}/track1`, { Transport })).status);
  }
  assert.equal(statuses, [200, 200, 453, 200]);
  assert.equal(
    running.events.map((event) => (event.kind === 'opened' ? event.address : event.kind)),
    ['192.0.2.7', '192.0.2.7', '192.0.2.8'],
  );
  for (const client of clients) client.close();
});

carriers('a session tells what carries it', async () => {
  running.events.length = 0;
  const client = RtspClient.over(await openWebSocket(running));
  await client.playInterleaved(running.uri('Profile2'));
  await until(() => running.events.some(({ kind }) => kind === 'playing'), 'the event');
  const event = running.events.find(({ kind }) => kind === 'playing');
  assert.is(event?.kind === 'playing' ? event.link : undefined, 'websocket');
  client.close();
});

carriers.run();
