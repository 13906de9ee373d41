// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRtpInfo } from '../../../services/rtsp/headers/rtp-info.ts';
import { parseRtp, parseSenderReport, rtcpTypes } from '../../hal/rtp-packets.ts';
import { UdpReceiver } from '../../hal/rtp-receivers.ts';
import { until } from '../../until.ts';
import { type Reply, RtspClient } from './rtsp-client.ts';
import { type RunningServer, startServer } from './running-server.ts';

const server = suite('server');

let running: RunningServer;
let client: RtspClient;

server.before(async () => {
  running = await startServer({ sessionsPerConnection: 3 });
});
server.after(() => running.stop());
server.before.each(async () => {
  client = await RtspClient.open(running.port);
});
server.after.each(async () => {
  client.close();
  await until(() => running.server.sessions.length === 0, 'the end of the sessions');
});

const tcp = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };

/** Sets up over UDP, so that the session does not end with the connection by itself: tears down at the end. */
async function setUpUdp(path: string, receiver: UdpReceiver): Promise<{ setup: Reply; Session: string }> {
  const Transport = `RTP/AVP;unicast;client_port=${receiver.ports.rtp}-${receiver.ports.rtcp}`;
  const setup = await client.request('SETUP', `${running.uri(path)}/track1`, { Transport });
  return { setup, Session: setup.headers.get('session')?.split(';')[0] ?? '' };
}

// shows STR-40
server('OPTIONS lists the methods without credentials', async () => {
  const reply = await client.request('OPTIONS', '*');
  assert.is(reply.status, 200);
  assert.is(
    reply.headers.get('public'),
    'OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER',
  );
});

// shows STR-48
server('every other method wants credentials', async () => {
  for (const method of ['DESCRIBE', 'SETUP', 'PLAY', 'PAUSE', 'TEARDOWN', 'GET_PARAMETER', 'SET_PARAMETER']) {
    client.write(`${method} ${running.uri('Profile1')} RTSP/1.0\r\nCSeq: 9\r\n\r\n`);
    const reply = await client.reply();
    assert.is(reply.status, 401, method);
    assert.match(
      reply.headers.get('www-authenticate') ?? '',
      /^Digest realm="Vedette test", nonce="[^"]+", algorithm=MD5, qop="auth"$/,
    );
  }
});

server('a wrong password plays nothing', async () => {
  const other = await RtspClient.open(running.port, { name: 'admin', password: 'wrong' });
  assert.is((await other.request('DESCRIBE', running.uri('Profile1'))).status, 401);
  other.close();
});

// shows STR-40, STR-49
server('DESCRIBE answers a session description with the stream parameters', async () => {
  const reply = await client.request('DESCRIBE', `${running.uri('Profile1')}?x=1`, { Accept: 'application/sdp' });
  assert.is(reply.status, 200);
  assert.is(reply.headers.get('content-type'), 'application/sdp');
  assert.is(reply.headers.get('content-base'), `${running.uri('Profile1')}/`);
  assert.match(reply.body, /a=rtpmap:96 H264\/90000\r\na=fmtp:96 .*sprop-parameter-sets=.*\r\na=control:track1/);
});

// shows STR-01, STR-23, STR-28, STR-40
server('plays over UDP: RTP-Info names the first packet, a sender report comes first', async () => {
  const receiver = await UdpReceiver.open();
  const { setup, Session } = await setUpUdp('Profile1', receiver);
  assert.is(setup.status, 200);
  assert.match(setup.headers.get('transport') ?? '', /server_port=\d+-\d+;ssrc=[0-9A-F]{8}/);
  const play = await client.request('PLAY', running.uri('Profile1'), { Session });
  assert.is(play.status, 200);
  const [info] = parseRtpInfo(play.headers.get('rtp-info') ?? '');
  assert.is(info?.url, `${running.uri('Profile1')}/track1`);
  await until(() => receiver.rtp.length > 60 && receiver.rtcp.length > 0, 'packets');
  assert.is(receiver.rtp[0]?.sequence, info?.sequence);
  assert.is(receiver.rtp[0]?.time, info?.rtpTime);
  const [report] = receiver.rtcp;
  assert.equal(rtcpTypes(report ?? Buffer.alloc(0)).slice(0, 2), [200, 202]);
  const sender = parseSenderReport(report ?? Buffer.alloc(0));
  assert.is(
    sender.ssrc.toString(16).toUpperCase().padStart(8, '0'),
    /ssrc=(\w+)/.exec(setup.headers.get('transport') ?? '')?.[1],
  );
  assert.ok(Math.abs(sender.wallClock - Date.now()) < 60_000);
  assert.match(play.headers.get('range') ?? '', /^clock=\d{8}T\d{6}\.\d{3}Z-$/);
  assert.is((await client.request('TEARDOWN', running.uri('Profile1'), { Session })).status, 200);
  await until(() => rtcpTypes(receiver.rtcp.at(-1) ?? Buffer.alloc(0)).includes(203), 'BYE');
  receiver.close();
});

// shows STR-03
server('plays interleaved: replies and packets never tear each other', async () => {
  await client.playInterleaved(running.uri('Profile1'));
  await until(() => client.packets.length > 30, 'packets');
  for (let round = 0; round < 20; round += 1) {
    assert.is((await client.request('GET_PARAMETER', running.uri('Profile1'))).status, 200);
  }
  await until(() => client.packets.length > 200, 'more packets');
  const rtp = client.packets.filter(({ channel }) => channel === 0).map(({ bytes }) => parseRtp(bytes));
  for (const [index, packet] of rtp.entries()) {
    assert.is(packet.sequence, ((rtp[0]?.sequence ?? 0) + index) & 0xffff);
  }
  assert.ok(
    client.packets.some(({ channel }) => channel === 1),
    'a sender report',
  );
});

// shows STR-41
server('PAUSE stops the packets and PLAY goes on', async () => {
  const Session = await client.playInterleaved(running.uri('Profile2'));
  await until(() => client.packets.length > 5, 'packets');
  assert.is((await client.request('PAUSE', running.uri('Profile2'), { Session })).status, 200);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = client.packets.length;
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.is(client.packets.length, before);
  assert.is((await client.request('PAUSE', running.uri('Profile2'), { Session })).status, 455);
  assert.is((await client.request('PLAY', running.uri('Profile2'), { Session })).status, 200);
  await until(() => client.packets.length > before + 5, 'packets again');
});

// shows STR-44
server('each track can be played, paused and torn down by itself', async () => {
  const uri = running.uri('Both');
  const first = await client.request('SETUP', `${uri}/track1`, tcp);
  const Session = first.headers.get('session')?.split(';')[0] ?? '';
  await client.request('SETUP', `${uri}/track2`, { ...tcp, Session });
  const play = await client.request('PLAY', `${uri}/track2/`, { Session });
  assert.equal(
    parseRtpInfo(play.headers.get('rtp-info') ?? '').map(({ url }) => url),
    [`${uri}/track2`],
  );
  await until(() => client.packets.filter(({ channel }) => channel === 2).length > 5, 'packets of one track');
  assert.not.ok(client.packets.some(({ channel }) => channel === 0));
  assert.is((await client.request('PAUSE', `${uri}/track1`, { Session })).status, 455, 'it does not play');
  assert.is((await client.request('PLAY', `${uri}/track1`, { Session })).status, 200);
  await until(() => client.packets.some(({ channel }) => channel === 0), 'the other one too');
  assert.is((await client.request('PAUSE', `${uri}/track2`, { Session })).status, 200);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = client.packets.filter(({ channel }) => channel === 2).length;
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.is(client.packets.filter(({ channel }) => channel === 2).length, before);
  assert.is((await client.request('TEARDOWN', `${uri}/track1`, { Session })).status, 200);
  assert.is((await client.request('PAUSE', uri, { Session })).status, 455, 'nothing plays any more');
  assert.is((await client.request('TEARDOWN', uri, { Session })).status, 200);
});

const habits: readonly [string, (base: string) => string][] = [
  ['a trailing slash', (base) => `${base}/track1/`],
  ['two slashes', (base) => `${base}//track1`],
  ['a query in front', (base) => `${base}?profile=1/track1`],
  ['credentials', (base) => `${base.replace('//', '//a:b@')}/track1`],
  ['the presentation itself', (base) => base],
];

for (const [what, uriOf] of habits) {
  server(`finds a track that is written with ${what}`, async () => {
    const setup = await client.request('SETUP', uriOf(running.uri('Profile2')), tcp);
    assert.is(setup.status, 200);
    const Session = setup.headers.get('session')?.split(';')[0] ?? '';
    assert.is((await client.request('TEARDOWN', `${running.uri('Profile2')}/`, { Session })).status, 200);
  });
}

server('PLAY of a session that plays is answered and goes on', async () => {
  const Session = await client.playInterleaved(running.uri('Profile2'));
  for (let round = 0; round < 10; round += 1) {
    const again = await client.request('PLAY', running.uri('Profile2'), { Session });
    assert.is(again.status, 200);
    const next = parseRtpInfo(again.headers.get('rtp-info') ?? '')[0]?.sequence;
    const count = client.packets.length;
    await until(() => client.packets.length > count + 5, 'packets');
    const sequences = client.packets
      .filter(({ channel }) => channel === 0)
      .map(({ bytes }) => parseRtp(bytes).sequence);
    assert.ok(
      next !== undefined && sequences.slice(-80).includes(next),
      'the point of the reply is one that plays now',
    );
    assert.is(
      sequences.findIndex((sequence, index) => sequence !== (((sequences[0] ?? 0) + index) & 0xffff)),
      -1,
    );
  }
});

// shows STR-45
server('a SETUP while playing changes the transport there and back, as often as the client likes', async () => {
  const uri = running.uri('Profile2');
  const Session = await client.playInterleaved(uri);
  for (let round = 0; round < 3; round += 1) {
    const receiver = await UdpReceiver.open();
    const Transport = `RTP/AVP;unicast;client_port=${receiver.ports.rtp}-${receiver.ports.rtcp}`;
    assert.is((await client.request('SETUP', `${uri}/track1`, { Transport, Session })).status, 200);
    await until(() => receiver.rtp.length > 10, 'packets by UDP');
    client.packets.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.is(client.packets.length, 0, 'no longer over TCP');
    assert.is((await client.request('SETUP', `${uri}/track1`, { ...tcp, Session })).status, 200);
    await until(() => client.packets.filter(({ channel }) => channel === 0).length > 10, 'packets over TCP');
    const { length } = receiver.rtp;
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.is(receiver.rtp.length, length, 'no longer by UDP');
    receiver.close();
  }
  assert.equal(
    running.events
      .filter((event) => event.kind === 'playing' && event.id === Session)
      .slice(-2)
      .flatMap((event) => (event.kind === 'playing' ? event.tracks.map(({ transport }) => transport) : [])),
    ['udp', 'interleaved'],
  );
  await client.request('TEARDOWN', uri, { Session });
});

server('a SETUP while playing changes the transport', async () => {
  const Session = await client.playInterleaved(running.uri('Profile2'));
  await until(() => client.packets.length > 5, 'packets');
  const receiver = await UdpReceiver.open();
  const Transport = `RTP/AVP;unicast;client_port=${receiver.ports.rtp}-${receiver.ports.rtcp}`;
  const reply = await client.request('SETUP', `${running.uri('Profile2')}/track1`, { Transport, Session });
  assert.is(reply.status, 200);
  await until(() => receiver.rtp.length > 20, 'packets at the new place');
  await client.request('TEARDOWN', running.uri('Profile2'), { Session });
  receiver.close();
});

// shows STR-43
server('two tracks are controlled together', async () => {
  const uri = running.uri('Both');
  assert.is((await client.request('SETUP', uri, tcp)).status, 459);
  const first = await client.request('SETUP', `${uri}/track1`, tcp);
  const Session = first.headers.get('session')?.split(';')[0] ?? '';
  const second = await client.request('SETUP', `${uri}/track2`, { ...tcp, Session });
  assert.match(second.headers.get('transport') ?? '', 'interleaved=2-3', 'taken channels are replaced');
  const play = await client.request('PLAY', uri, { Session });
  assert.equal(
    parseRtpInfo(play.headers.get('rtp-info') ?? '').map(({ url }) => url),
    [`${uri}/track1`, `${uri}/track2`],
  );
  await until(() => [0, 2].every((channel) => client.packets.some((one) => one.channel === channel)), 'both tracks');
  assert.is((await client.request('TEARDOWN', `${uri}/track2`, { Session })).status, 200);
  assert.is((await client.request('TEARDOWN', uri, { Session })).status, 200);
});

const refusals: readonly [string, string, string, Readonly<Record<string, string>>, string, number][] = [
  ['an unknown path', 'DESCRIBE', 'Nothing', {}, '', 404],
  ['a track that is not there', 'SETUP', 'Profile1/track9', tcp, '', 404],
  ['the description of a track', 'DESCRIBE', 'Profile1/track1', {}, '', 460],
  ['a backchannel nobody configured', 'DESCRIBE', 'Profile1', { Require: 'www.onvif.org/ver20/backchannel' }, '', 551],
  ['another content type', 'DESCRIBE', 'Profile1', { Accept: 'text/html' }, '', 406],
  ['recording', 'RECORD', 'Profile1', {}, '', 405],
  ['a method nobody knows', 'FLY', 'Profile1', {}, '', 501],
  ['an unknown session', 'PLAY', 'Profile1', { Session: 'nobody' }, '', 454],
  ['no session', 'PLAY', 'Profile1', {}, '', 454],
  ['a session id that is none', 'PAUSE', 'Profile1', { Session: 'a b c' }, '', 454],
  ['a parameter', 'SET_PARAMETER', 'Profile1', {}, 'position: 1\r\n', 451],
  ['multicast', 'SETUP', 'Profile1/track1', { Transport: 'RTP/AVP;multicast' }, '', 461],
  ['a transport that is none', 'SETUP', 'Profile1/track1', { Transport: 'RAW/RAW' }, '', 461],
  ['no transport', 'SETUP', 'Profile1/track1', {}, '', 461],
  [
    'packets to somebody else',
    'SETUP',
    'Profile1/track1',
    { Transport: 'RTP/AVP;unicast;destination=192.0.2.9;client_port=5000-5001' },
    '',
    461,
  ],
  ['port 0', 'SETUP', 'Profile1/track1', { Transport: 'RTP/AVP;unicast;client_port=0-1' }, '', 461],
  ['a feature it does not have', 'DESCRIBE', 'Profile1', { Require: 'implicit-play' }, '', 551],
];

// shows STR-42, STR-54, STR-82
for (const [what, method, path, headers, body, status] of refusals) {
  server(`refuses ${what} with ${status}`, async () => {
    const reply = await client.request(method, running.uri(path), headers, body);
    assert.is(reply.status, status);
    if (status === 551) assert.is(reply.headers.get('unsupported'), Object.values(headers).join());
  });
}

// shows STR-45
server('refuses what does not fit the state with 455, and a range it cannot read with 457', async () => {
  const uri = running.uri('Profile1');
  const setup = await client.request('SETUP', `${uri}/track1`, tcp);
  const Session = setup.headers.get('session')?.split(';')[0] ?? '';
  assert.match(setup.headers.get('session') ?? '', ';timeout=60');
  assert.is((await client.request('PAUSE', uri, { Session })).status, 455);
  for (const Range of ['smpte=0:00-', 'npt=20-10', 'clock=20260301T101112Z-20260301T101111Z'])
    assert.is((await client.request('PLAY', uri, { Session, Range })).status, 457);
  assert.is((await client.request('PLAY', running.uri('Profile2'), { Session })).status, 404);
  assert.is((await client.request('SETUP', `${running.uri('Profile2')}/track1`, { ...tcp, Session })).status, 459);
});

server('a session belongs to its user', async () => {
  const Session = await client.playInterleaved(running.uri('Profile2'));
  const other = await RtspClient.open(running.port, { name: 'viewer', password: 'secret456' });
  assert.is((await other.request('TEARDOWN', running.uri('Profile2'), { Session })).status, 454);
  other.close();
});

server('refuses one session too many on a connection with 453', async () => {
  const statuses: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    statuses.push((await client.request('SETUP', `${running.uri('Profile2')}/track1`, tcp)).status);
  }
  assert.equal(statuses, [200, 200, 200, 453]);
});

server('sessions are told when they open and close', async () => {
  running.events.length = 0;
  const Session = await client.playInterleaved(running.uri('Profile2'));
  await client.request('TEARDOWN', running.uri('Profile2'), { Session });
  const tracks = [{ stream: 'VideoEncoder2', kind: 'video', transport: 'interleaved' }];
  assert.equal(running.events, [
    { kind: 'opened', id: Session, path: 'Profile2', user: 'admin', address: '127.0.0.1' },
    { kind: 'playing', id: Session, path: 'Profile2', link: 'plain', secure: false, tracks },
    { kind: 'closed', id: Session, path: 'Profile2', reason: 'TEARDOWN' },
  ]);
});

server('refresh ends the sessions of profiles that are gone', async () => {
  await client.playInterleaved(running.uri('Profile2'));
  const presentation = running.presentations.get('Profile2');
  running.presentations.delete('Profile2');
  running.server.refresh();
  assert.is(running.server.sessions.length, 0);
  if (presentation !== undefined) running.presentations.set('Profile2', presentation);
  await client.playInterleaved(running.uri('Profile2'));
});

server('a user whose login is not valid any more loses sessions and connections, others keep theirs', async () => {
  const viewer = await RtspClient.open(running.port, { name: 'viewer', password: 'secret456' });
  await viewer.playInterleaved(running.uri('Profile2'));
  await client.playInterleaved(running.uri('Profile2'));
  const idle = await RtspClient.open(running.port);
  assert.is((await idle.request('DESCRIBE', running.uri('Profile2'))).status, 200);
  running.server.endUsers(new Set(['admin']));
  await until(() => client.closed && idle.closed, 'the end of both connections');
  assert.equal(
    running.server.sessions.map(({ options }) => options.user),
    ['viewer'],
  );
  viewer.close();
});

server.run();
