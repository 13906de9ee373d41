import dgram from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon } from '../../../hal/native/addon.ts';
import { subscribe, transports } from '../../../hal/native/transports.ts';
import type { UdpPairOptions } from '../../../hal/ports/rtp-stream.ts';
import { until } from '../../until.ts';
import { DocumentFeed } from '../document-feed.ts';
import { play } from '../play.ts';
import { parseRtp, type RtpPacket, rtcpTypes } from '../rtp-packets.ts';

const groups = suite('UDP pairs: groups and what arrives');

interface Case {
  readonly family: 'IPv4' | 'IPv6';
  readonly own: string;
  readonly group: string;
  /** What the receiver joins on. */
  readonly interface: string;
}

/** Loopback carries no IPv6 groups: the first interface that has such an address does. */
function ownSix(linkLocal: boolean): { readonly own: string; readonly interface: string } | undefined {
  for (const [name, addresses = []] of Object.entries(networkInterfaces())) {
    const found = addresses.find(
      ({ family, internal, address }) => family === 'IPv6' && !internal && address.startsWith('fe80') === linkLocal,
    );
    if (found !== undefined) return { own: found.address, interface: `::%${name}` };
  }
  return undefined;
}

const cases: readonly (Case | string)[] = [
  { family: 'IPv4', own: '127.0.0.1', group: '239.77.3.1', interface: '127.0.0.1' },
  ...[
    { group: 'ff15::7703', linkLocal: false },
    { group: 'ff02::7703', linkLocal: true },
  ].map(({ group, linkLocal }) => {
    const own = ownSix(linkLocal);
    return own === undefined ? group : ({ family: 'IPv6', group, ...own } as const);
  }),
];

class Member {
  readonly packets: Buffer[] = [];
  readonly #socket: dgram.Socket;

  constructor({ family }: Case) {
    this.#socket = dgram.createSocket({ type: family === 'IPv4' ? 'udp4' : 'udp6', recvBufferSize: 1 << 20 });
    this.#socket.on('message', (packet) => this.packets.push(packet));
  }

  async join(group: Case): Promise<number> {
    await new Promise<void>((resolve) => this.#socket.bind(0, () => resolve()));
    this.#socket.addMembership(group.group, group.interface);
    return this.#socket.address().port;
  }

  get rtp(): readonly RtpPacket[] {
    return this.packets.map(parseRtp);
  }

  close(): void {
    this.#socket.close();
  }
}

function open(options: Partial<UdpPairOptions> & Pick<UdpPairOptions, 'family' | 'address'>) {
  return transports.openUdpPair({ rtpPort: 0, onRtcp: () => undefined, ...options });
}

for (const each of cases) {
  if (typeof each === 'string') {
    process.stdout.write(`skip: no interface with an IPv6 address for ${each}\n`);
    continue;
  }
  groups(`sends frames and reports to ${each.group}`, async () => {
    const [rtp, rtcp] = [new Member(each), new Member(each)];
    const [rtpPort, rtcpPort] = [await rtp.join(each), await rtcp.join(each)];
    const pair = open({ family: each.family, address: each.own, multicastTtl: 1 });
    const feed = new DocumentFeed(`group-${each.group}`);
    const subscriber = subscribe(feed.hub, { kind: 'udp', pair, address: each.group, rtpPort, rtcpPort });
    const point = await play(subscriber);
    feed.send(20_000);
    await until(() => rtp.rtp.filter((packet) => packet.marker).length === 2, 'both frames');
    addon.closeSubscriber(subscriber);
    await until(() => rtcp.packets.some((packet) => rtcpTypes(packet).includes(203)), 'BYE');
    assert.is(rtp.rtp[0]?.sequence, point.sequence);
    assert.is(rtp.rtp.length, 16, '1 and 15 packets');
    feed.close();
    pair.close();
    rtp.close();
    rtcp.close();
  });
}

groups('reads the RTP port when a listener is given', async () => {
  const arrived: { readonly packet: Buffer; readonly port: number }[] = [];
  const pair = open({
    family: 'IPv4',
    address: '127.0.0.1',
    onRtp: (packet, _address, port) => arrived.push({ packet, port }),
  });
  const peer = dgram.createSocket('udp4');
  peer.send(Buffer.alloc(3000), pair.rtpPort, '127.0.0.1');
  peer.send(Buffer.from('a packet'), pair.rtpPort, '127.0.0.1');
  await until(() => arrived.length > 0, 'the packet');
  assert.is(arrived[0]?.packet.toString(), 'a packet', 'one that is too long is no packet');
  assert.is(arrived[0]?.port, peer.address().port);
  peer.close();
  pair.close();
});

groups('the ports are free again at once, whatever is still on its way', async () => {
  const pair = open({ family: 'IPv4', address: '127.0.0.1', onRtp: () => undefined });
  const peer = dgram.createSocket('udp4');
  await new Promise((resolve) => peer.send(Buffer.from('late'), pair.rtpPort, '127.0.0.1', resolve));
  pair.close();
  await until(() => {
    try {
      open({ family: 'IPv4', address: '127.0.0.1', rtpPort: pair.rtpPort }).close();
      return true;
    } catch {
      return false;
    }
  }, 'the ports');
  peer.close();
});

groups('sends RTCP of its caller from the RTCP port', async () => {
  const pair = open({ family: 'IPv4', address: '127.0.0.1' });
  const peer = dgram.createSocket('udp4');
  const arrived: { readonly packet: Buffer; readonly port: number }[] = [];
  peer.on('message', (packet, from) => arrived.push({ packet, port: from.port }));
  await new Promise<void>((resolve) => peer.bind(0, '127.0.0.1', resolve));
  transports.sendRtcp(pair, Buffer.from('80c90001ffffffff', 'hex'), '127.0.0.1', peer.address().port);
  await until(() => arrived.length === 1, 'the packet');
  assert.equal(arrived[0], { packet: Buffer.from('80c90001ffffffff', 'hex'), port: pair.rtcpPort });
  assert.throws(() => transports.sendRtcp(pair, Buffer.alloc(8), 'example.org', 5005), /numeric/);
  peer.close();
  pair.close();
});

groups('refuses options out of range', () => {
  const wrong: readonly Partial<UdpPairOptions>[] = [
    { rtpPort: 5005 },
    { multicastTtl: 0 },
    { multicastTtl: 256 },
    { pacing: -1 },
    { pacing: Number.NaN },
    { address: '::1' },
  ];
  for (const options of wrong) {
    assert.throws(
      () => open({ family: 'IPv4', address: '127.0.0.1', ...options }),
      (error: Error) => 'kind' in error && error.kind === 'out-of-range',
    );
  }
});

groups.run();
