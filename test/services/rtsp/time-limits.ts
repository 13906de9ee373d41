// time limit: 90 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { byteStream } from '../../hal/access-units.ts';
import { rtcpTypes } from '../../hal/rtp-packets.ts';
import { UdpReceiver } from '../../hal/rtp-receivers.ts';
import { until } from '../../until.ts';
import { handedSocket, openTunnel } from './handed.ts';
import { RtspClient } from './rtsp-client.ts';
import { type RunningServer, startServer } from './running-server.ts';

const timeLimits = suite('time-limits');

let running: RunningServer;

timeLimits.before(async () => {
  running = await startServer({ idleTime: 1_000, requestTime: 1_000, successorTime: 500 }, 2);
});
timeLimits.after(() => running.stop());

async function playUdp(client: RtspClient, receiver: UdpReceiver): Promise<{ session: string; rtcpPort: number }> {
  const uri = running.uri('Profile2');
  const Transport = `RTP/AVP;unicast;client_port=${receiver.ports.rtp}-${receiver.ports.rtcp}`;
  const setup = await client.request('SETUP', `${uri}/track1`, { Transport });
  const session = setup.headers.get('session')?.split(';')[0] ?? '';
  await client.request('PLAY', uri, { Session: session });
  await until(() => receiver.rtp.length > 0, 'packets');
  const rtcpPort = Number(/server_port=\d+-(\d+)/.exec(setup.headers.get('transport') ?? '')?.[1]);
  return { session, rtcpPort };
}

const isOpen = (session: string): boolean => running.server.sessions.some((one) => one.id === session);

// shows STR-47
timeLimits('a UDP session outlives its connection and ends when nobody gives a sign of life', async () => {
  const client = await RtspClient.open(running.port);
  const receiver = await UdpReceiver.open();
  const { session } = await playUdp(client, receiver);
  client.close();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.ok(isOpen(session), 'still there after a second');
  await until(() => !isOpen(session), 'the time-out');
  assert.equal(running.events.at(-1), { kind: 'closed', id: session, path: 'Profile2', reason: 'timed out' });
  receiver.close();
});

// shows STR-24, STR-46
timeLimits('receiver reports keep a session alive, and so do requests', async () => {
  const client = await RtspClient.open(running.port);
  const receiver = await UdpReceiver.open();
  const { session, rtcpPort } = await playUdp(client, receiver);
  const report = Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 7]);
  for (let half = 0; half < 6; half += 1) {
    await receiver.report(report, rtcpPort);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.ok(isOpen(session), 'after three seconds of reports');
  for (let half = 0; half < 6; half += 1) {
    await client.request('GET_PARAMETER', running.uri('Profile2'), { Session: session });
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.ok(isOpen(session), 'after three seconds of requests');
  await client.request('TEARDOWN', running.uri('Profile2'), { Session: session });
  client.close();
  receiver.close();
});

timeLimits('a client that takes interleaved packets needs no other sign of life', async () => {
  const client = await RtspClient.open(running.port);
  const session = await client.playInterleaved(running.uri('Profile2'));
  await new Promise((resolve) => setTimeout(resolve, 3000));
  assert.ok(isOpen(session));
  client.close();
  await until(() => !isOpen(session), 'the end with the connection');
});

// shows STR-25, STR-57
timeLimits('a picture loss indication brings a key frame', async () => {
  const client = await RtspClient.open(running.port);
  const receiver = await UdpReceiver.open();
  const { rtcpPort, session } = await playUdp(client, receiver);
  const ssrc = receiver.rtp[0]?.ssrc ?? 0;
  await until(() => receiver.rtp.length > 20, 'packets');
  // The next key frame by itself is 20 s away.
  const keyFrames = (): number => {
    const stream = byteStream(receiver.rtp);
    return stream.toString('latin1').split('\x00\x00\x01\x67').length;
  };
  const before = keyFrames();
  const lost = Buffer.from([0x81, 206, 0, 2, 0, 0, 0, 7, 0, 0, 0, 0]);
  lost.writeUInt32BE(ssrc, 8);
  await receiver.report(lost, rtcpPort);
  await until(() => keyFrames() > before, 'a key frame');
  await client.request('TEARDOWN', running.uri('Profile2'), { Session: session });
  client.close();
  receiver.close();
});

// shows STR-05a
timeLimits('a tunnel without POST lives until its session times out', async () => {
  const tunnel = await openTunnel(running, 'mute');
  const client = RtspClient.over(tunnel);
  const session = await client.playInterleaved(running.uri('Profile2'));
  tunnel.post.destroy();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.not.ok(client.closed, 'after twice the time of a tunnel without session');
  tunnel.post = await handedSocket(running, { role: 'tunnel-post', cookie: 'mute' });
  assert.is((await client.request('GET_PARAMETER', running.uri('Profile2'), { Session: session })).status, 200);
  tunnel.post.destroy();
  await until(() => !isOpen(session), 'the time-out');
  await until(() => client.closed, 'the end of the GET');
});

// shows STR-46
for (const method of ['OPTIONS', 'DESCRIBE', 'GET_PARAMETER', 'SET_PARAMETER']) {
  timeLimits(`${method} with Session keeps alive, on another connection too`, async () => {
    const client = await RtspClient.open(running.port);
    const receiver = await UdpReceiver.open();
    const { session } = await playUdp(client, receiver);
    client.close();
    const other = await RtspClient.open(running.port);
    for (let round = 0; round < 6; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 700));
      const reply = await other.request(method, running.uri('Profile2'), { Session: session });
      assert.is(reply.status, 200);
      assert.is(reply.headers.get('session')?.split(';')[0], session);
    }
    await other.request('TEARDOWN', running.uri('Profile2'), { Session: session });
    other.close();
    receiver.close();
  });
}

// shows STR-47
timeLimits('a request in a session that has expired gets 454 on a connection that stays', async () => {
  const client = await RtspClient.open(running.port);
  const receiver = await UdpReceiver.open();
  const { session } = await playUdp(client, receiver);
  await until(() => !isOpen(session), 'the time-out');
  for (const method of ['OPTIONS', 'GET_PARAMETER', 'DESCRIBE', 'PLAY', 'TEARDOWN'])
    assert.is((await client.request(method, running.uri('Profile2'), { Session: session })).status, 454, method);
  assert.is((await client.request('OPTIONS', '*')).status, 200);
  client.close();
  receiver.close();
});

// shows STR-01, STR-24
timeLimits('a client that comes back with its ports ends its earlier session and gets each packet once', async () => {
  const receiver = await UdpReceiver.open();
  const first = await RtspClient.open(running.port);
  const { session: earlier } = await playUdp(first, receiver);
  // The client is cut off: its connection is gone without a word, as after a loss of power.
  first.close();
  const second = await RtspClient.open(running.port);
  receiver.rtp.length = 0;
  const { session, rtcpPort } = await playUdp(second, receiver);
  assert.not.ok(isOpen(earlier), 'the earlier one has ended');
  const report = Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 7]);
  receiver.rtp.length = 0;
  for (let round = 0; round < 5; round += 1) {
    await receiver.report(report, rtcpPort);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  assert.ok(isOpen(session), 'reports keep the new one alive');
  const sequences = receiver.rtp.map(({ sequence }) => sequence);
  assert.is(new Set(sequences).size, sequences.length, 'no packet twice');
  const byes = receiver.rtcp.filter((packet) => rtcpTypes(packet).includes(203));
  assert.is(byes.length, 0, 'no BYE reached the new session');
  await second.request('TEARDOWN', running.uri('Profile2'), { Session: session });
  second.close();
  receiver.close();
});

timeLimits('a connection that says nothing is closed', async () => {
  const client = await RtspClient.open(running.port);
  await until(() => client.closed, 'the end of the connection');
});

timeLimits('a request that does not come to an end is cut off', async () => {
  const client = await RtspClient.open(running.port);
  client.write('OPTIONS * RTSP/1.0\r\n');
  const drip = setInterval(() => client.write('A: b\r\n'), 200);
  await until(() => client.closed, 'the end of the connection');
  clearInterval(drip);
});

timeLimits.run();
