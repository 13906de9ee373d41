// time limit: 120 s
import dgram from 'node:dgram';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRtpInfo } from '../../../../services/rtsp/headers/rtp-info.ts';
import { nalTypes, parseRtp, type RtpPacket } from '../../../hal/rtp-packets.ts';
import { until } from '../../../until.ts';
import { RtspClient } from '../rtsp-client.ts';
import { type RunningServer, startServer } from '../running-server.ts';

const multicast = suite('delivery/multicast');

const group = '239.77.1.1';
let port = 0;
let running: RunningServer;

/** A member of a group. */
class Member {
  readonly packets: RtpPacket[] = [];
  readonly #socket = dgram.createSocket({ type: 'udp4', reuseAddr: true, recvBufferSize: 1 << 20 });

  static async join(address: string, at: number): Promise<Member> {
    const member = new Member();
    member.#socket.on('message', (packet) => member.packets.push(parseRtp(packet)));
    member.#socket.bind(at, address);
    await once(member.#socket, 'listening');
    member.#socket.addMembership(address, '127.0.0.1');
    return member;
  }

  close(): void {
    this.#socket.close();
  }
}

/** Whether packets still come. */
async function comes(member: Member): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { length } = member.packets;
  await new Promise((resolve) => setTimeout(resolve, 500));
  return member.packets.length > length;
}

multicast.before(async () => {
  running = await startServer({}, 60, { fed: true });
  const probe = dgram.createSocket('udp4').bind(0);
  await once(probe, 'listening');
  port = probe.address().port & ~1;
  probe.close();
  const [path, presentation] = ['Profile2', running.presentations.get('Profile2')];
  if (presentation === undefined) throw new Error('no profile');
  const tracks = presentation.tracks.map((track) => ({ ...track, multicast: { address: group, port, ttl: 3 } }));
  running.presentations.set(path, { ...presentation, tracks });
  running.presentations.set(`multicast/${path}`, { ...presentation, tracks, delivery: 'multicast' });
});
multicast.after(() => running.stop());

async function playGroup(
  path: string,
  Transport: string,
): Promise<{ client: RtspClient; Session: string; transport: string; info: string }> {
  const client = await RtspClient.open(running.port);
  const setup = await client.request('SETUP', `${running.uri(path)}/track1`, { Transport });
  assert.is(setup.status, 200);
  const Session = setup.headers.get('session')?.split(';')[0] ?? '';
  const play = await client.request('PLAY', running.uri(path), { Session });
  assert.is(play.status, 200);
  return { client, Session, transport: setup.headers.get('transport') ?? '', info: play.headers.get('rtp-info') ?? '' };
}

// shows STR-02, STR-50
multicast('is described with its group, port and TTL, and only where it was asked for', async () => {
  const client = await RtspClient.open(running.port);
  const own = await client.request('DESCRIBE', running.uri('multicast/Profile2'));
  assert.match(own.body, `m=video ${port} RTP/AVP 96\r\nc=IN IP4 ${group}/3\r\n`);
  assert.is(own.headers.get('content-base'), `${running.uri('multicast/Profile2')}/`);
  const unicast = await client.request('DESCRIBE', running.uri('Profile2'));
  assert.match(unicast.body, 'm=video 0 RTP/AVP 96\r\nb=AS:500\r\na=rtpmap');
  client.close();
});

// shows STR-52
multicast('one sender serves all sessions and stops with the last', async () => {
  const member = await Member.join(group, port);
  const first = await playGroup('multicast/Profile2', 'RTP/AVP;multicast');
  assert.match(first.transport, new RegExp(`destination=${group};.*port=${port}-${port + 1};ttl=3;ssrc=`));
  await until(() => member.packets.length > 60, 'packets');
  assert.is(member.packets[0]?.sequence, parseRtpInfo(first.info)[0]?.sequence);
  const second = await playGroup('Profile2', 'RTP/AVP/UDP;multicast');
  const [info] = parseRtpInfo(second.info);
  const present = (): number => member.packets.findIndex(({ sequence }) => sequence === info?.sequence);
  await until(() => present() >= 0, 'the packet of RTP-Info');
  const isKey = ({ payload }: RtpPacket): boolean => nalTypes(payload).includes(5);
  await until(
    () => member.packets.slice(present()).some(isKey),
    'a key frame for who joined, long before the next is due',
  );
  await until(() => member.packets.length > 120, 'more packets');
  for (const [index, packet] of member.packets.entries())
    assert.is(packet.sequence, ((member.packets[0]?.sequence ?? 0) + index) & 0xffff, 'each packet once');
  assert.equal(running.server.groups, [{ address: group, port, ttl: 3 }]);
  await first.client.request('TEARDOWN', running.uri('multicast/Profile2'), { Session: first.Session });
  assert.ok(await comes(member));
  await second.client.request('PAUSE', running.uri('Profile2'), { Session: second.Session });
  assert.not.ok(await comes(member));
  await second.client.request('PLAY', running.uri('Profile2'), { Session: second.Session });
  assert.ok(await comes(member));
  await second.client.request('TEARDOWN', running.uri('Profile2'), { Session: second.Session });
  assert.not.ok(await comes(member));
  assert.equal(running.server.groups, []);
  for (const { client } of [first, second]) client.close();
  member.close();
});

// shows STR-52
multicast('is sent without session as long as a plan says so, sessions or not', async () => {
  const member = await Member.join(group, port);
  const [track] = running.presentations.get('Profile2')?.tracks ?? [];
  if (track === undefined) throw new Error('no track');
  const plan = { stream: track.stream, group: { address: group, port, ttl: 3 } };
  running.server.setMulticast([plan]);
  await until(() => member.packets.length > 10, 'packets without session');
  const { client, Session } = await playGroup('Profile2', 'RTP/AVP;multicast');
  await client.request('TEARDOWN', running.uri('Profile2'), { Session });
  assert.ok(await comes(member), 'the plan goes on');
  running.server.setMulticast([plan]);
  assert.ok(await comes(member), 'a repetition changes nothing');
  running.server.setMulticast([]);
  assert.not.ok(await comes(member));
  client.close();
  member.close();
});

// shows STR-51
multicast('the client may choose the group, within bounds', async () => {
  const member = await Member.join('239.77.1.9', port);
  const chosen = `RTP/AVP;multicast;destination=239.77.1.9;port=${port}-${port + 1};ttl=2`;
  const { client, transport } = await playGroup('Profile1', chosen);
  assert.match(transport, 'destination=239.77.1.9');
  await until(() => member.packets.length > 10, 'packets');
  const statuses: number[] = [];
  for (let index = 10; index < 20; index += 1) {
    const other = await RtspClient.open(running.port);
    const Transport = `RTP/AVP;multicast;destination=239.77.1.${index};port=${port}-${port + 1}`;
    statuses.push((await other.request('SETUP', `${running.uri('Profile1')}/track1`, { Transport })).status);
    if (index === 19) {
      const other2 = { Transport: `RTP/AVP;multicast;destination=239.77.1.9;port=${port}-${port + 1}` };
      assert.is((await other.request('SETUP', `${running.uri('Profile2')}/track1`, other2)).status, 461, 'taken');
    }
  }
  assert.equal(statuses, [...Array(7).fill(200), ...Array(3).fill(453)]);
  client.close();
  member.close();
});

multicast.run();
