import dgram from 'node:dgram';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon } from '../../../hal/native/addon.ts';
import { subscribe, transports } from '../../../hal/native/transports.ts';
import type { SrtpAlgorithm, SrtpContext, SrtpKey } from '../../../hal/ports/rtp-stream.ts';
import { until } from '../../until.ts';
import { DocumentFeed } from '../document-feed.ts';
import { play } from '../play.ts';
import { parseRtp, parseSenderReport, rtcpTypes } from '../rtp-packets.ts';
import { InterleavedReceiver } from '../rtp-receivers.ts';
import { openSrtcpPacket, openSrtpPacket } from '../srtp-decoder.ts';

const srtp = suite('SRTP');
const pair = transports.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined });
const lengths: readonly [SrtpAlgorithm, number][] = [
  ['AES_CM_128_HMAC_SHA1_80', 30],
  ['AEAD_AES_128_GCM', 28],
  ['AEAD_AES_256_GCM', 44],
];

function keyOf(algorithm: SrtpAlgorithm, length: number, seed: number): SrtpKey {
  return {
    algorithm,
    master: Uint8Array.from({ length }, (_, index) => (index * 7 + seed) & 255),
    mki: Buffer.from([seed, 2, 3, 4]),
  };
}

const cm = (seed: number): SrtpKey => keyOf('AES_CM_128_HMAC_SHA1_80', 30, seed);

/** Raw packets of both ports. */
class Receiver {
  readonly rtp: Buffer[] = [];
  readonly rtcp: Buffer[] = [];
  readonly #sockets = [this.rtp, this.rtcp].map((packets) => {
    const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 1 << 22 });
    socket.on('message', (packet) => packets.push(packet));
    return socket;
  });

  async target(context: SrtpContext) {
    const [rtpPort = 0, rtcpPort = 0] = await Promise.all(
      this.#sockets.map(async (socket) => {
        await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
        return socket.address().port;
      }),
    );
    return { kind: 'udp', pair, address: '127.0.0.1', rtpPort, rtcpPort, srtp: context } as const;
  }

  /** Whole frames so far. */
  get frames(): number {
    return this.rtp.filter((packet) => (packet[1] ?? 0) > 127).length;
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }
}

for (const [algorithm, length] of lengths) {
  srtp(`an independent receiver decodes ${algorithm}, reports too`, async () => {
    const key = keyOf(algorithm, length, 1);
    const context = transports.openSrtp(key);
    const feed = new DocumentFeed(`srtp-${algorithm}`);
    const receivers = [new Receiver(), new Receiver()];
    for (const receiver of receivers) {
      const subscriber = subscribe(feed.hub, await receiver.target(context));
      const point = await play(subscriber);
      feed.send(50_000);
      await until(() => receiver.frames === 2, 'two frames');
      addon.closeSubscriber(subscriber);
      await until(() => receiver.rtcp.length === 2, 'two reports');
      const plain = receiver.rtp.map((packet) => parseRtp(openSrtpPacket(key, packet)));
      assert.is(plain[0]?.sequence, point.sequence);
      assert.is(plain.length, 1 + 37);
      for (const [index, packet] of plain.entries())
        assert.ok(packet.payload.every((octet) => octet === (index === 0 ? plain[0]?.payload[0] : feed.sent - 1)));
      assert.ok(receiver.rtp.every((packet, index) => !packet.subarray(12).includes(plain[index]?.payload ?? '')));
      const [report, bye] = receiver.rtcp.map((packet) => openSrtcpPacket(key, packet));
      assert.ok(report && bye);
      assert.is(parseSenderReport(report).ssrc, feed.ssrc);
      assert.equal(rtcpTypes(bye), [200, 202, 203]);
      receiver.close();
    }
    feed.close();
    context.close();
  });
}

srtp('two receivers of one context get the very same packets, interleaved and by UDP', async () => {
  const context = transports.openSrtp(cm(2));
  const feed = new DocumentFeed('srtp-shared');
  const udp = new Receiver();
  const tcp = await InterleavedReceiver.open(transports);
  const subscribers = [
    subscribe(feed.hub, await udp.target(context)),
    subscribe(feed.hub, { ...tcp.target, srtp: context }),
  ];
  await Promise.all(subscribers.map(play));
  feed.send(100_000);
  await until(() => udp.frames === 2 && tcp.rtp.filter((packet) => packet.marker).length === 2, 'both frames');
  assert.equal(
    udp.rtp.map((packet) => packet.subarray(12)),
    tcp.rtp.map((packet) => packet.payload),
  );
  for (const subscriber of subscribers) addon.closeSubscriber(subscriber);
  feed.close();
  udp.close();
  tcp.close();
  context.close();
});

srtp('a new key holds from the next packet on and keeps the roll-over counter', async () => {
  const context = transports.openSrtp(cm(3));
  const feed = new DocumentFeed('srtp-rekey');
  const receiver = new Receiver();
  const subscriber = subscribe(feed.hub, await receiver.target(context));
  const stalled = await InterleavedReceiver.open(transports, 1000);
  stalled.stall();
  const filling = subscribe(feed.hub, { ...stalled.target, srtp: context });
  await play(filling);
  assert.is(context.rolloverCounter(feed.ssrc), 0);
  while (context.rolloverCounter(feed.ssrc) === 0 && feed.sent < 30) feed.send(4_000_000);
  assert.is(context.rolloverCounter(feed.ssrc), 1, 'more than 65536 packets were protected');
  addon.closeSubscriber(filling);
  context.rekey(cm(4));
  assert.is(context.rolloverCounter(feed.ssrc), 1);
  await play(subscriber);
  await until(() => receiver.frames === 1, 'a frame');
  context.rekey(cm(5));
  feed.send(100);
  await until(() => receiver.frames === 2, 'another');
  assert.not.throws(() => openSrtpPacket(cm(4), receiver.rtp[0] ?? Buffer.alloc(0), 1));
  assert.not.throws(() => openSrtpPacket(cm(5), receiver.rtp[1] ?? Buffer.alloc(0), 1));
  assert.throws(() => openSrtpPacket(cm(4), receiver.rtp[1] ?? Buffer.alloc(0), 1));
  addon.closeSubscriber(subscriber);
  feed.close();
  receiver.close();
  stalled.close();
  context.close();
});

/** Nearly 70,000 packets that nobody receives: the sequence number goes round once, and is a little ahead after that. */
function goRound(feed: DocumentFeed): void {
  for (let round = 0; round < 24; round += 1) feed.send(4_000_000);
}

for (const [algorithm, length] of lengths) {
  srtp(`rounds that nobody received count too: no index comes twice with ${algorithm}`, async () => {
    const key = keyOf(algorithm, length, 9);
    const context = transports.openSrtp(key);
    const feed = new DocumentFeed(`srtp-gap-${algorithm}`);
    const receiver = new Receiver();
    const subscriber = subscribe(feed.hub, await receiver.target(context));
    await play(subscriber);
    await until(() => receiver.frames === 1, 'a frame');
    addon.pause(subscriber);
    goRound(feed);
    const bareKey = { ...key, mki: new Uint8Array() };
    const bare = transports.openSrtp(bareKey, context);
    const late = new Receiver();
    const other = subscribe(feed.hub, await late.target(bare));
    await play(subscriber);
    await play(other);
    feed.send(3000);
    await until(() => receiver.frames > 1 && late.frames > 0, 'frames of both');
    assert.equal(
      [context, bare].map((one) => one.rolloverCounter(feed.ssrc)),
      [1, 1],
    );
    const [, again = Buffer.alloc(0)] = receiver.rtp;
    assert.not.throws(() => openSrtpPacket(key, again, 1));
    assert.throws(() => openSrtpPacket(key, again, 0));
    assert.not.throws(() => openSrtpPacket(bareKey, late.rtp[0] ?? Buffer.alloc(0), 1));
    for (const one of [subscriber, other]) addon.closeSubscriber(one);
    feed.close();
    for (const one of [receiver, late]) one.close();
    for (const one of [context, bare]) one.close();
  });
}

srtp('opens what a peer sends, once, and nothing else', async () => {
  const [sender, receiver] = [transports.openSrtp(cm(6)), transports.openSrtp(cm(6))];
  const stranger = transports.openSrtp(cm(7));
  const feed = new DocumentFeed('srtp-receiving');
  const packets = new Receiver();
  const subscriber = subscribe(feed.hub, await packets.target(sender));
  await play(subscriber);
  await until(() => packets.frames === 1, 'a frame');
  const [packet = Buffer.alloc(0)] = packets.rtp;
  const tampered = Buffer.from(packet);
  tampered[20] = (tampered[20] ?? 0) ^ 1;
  for (const wrong of [tampered, packet.subarray(0, 20), Buffer.alloc(0), Buffer.alloc(60_000, 0x80)])
    assert.is(receiver.unprotectRtp(wrong), undefined);
  assert.is(stranger.unprotectRtp(packet), undefined);
  assert.equal(receiver.unprotectRtp(packet), openSrtpPacket(cm(6), packet));
  assert.is(receiver.unprotectRtp(packet), undefined, 'a repetition');
  const report = Buffer.from('80c90001000000ff', 'hex');
  const secured = sender.protectRtcp(report);
  assert.equal(openSrtcpPacket(cm(6), secured), report);
  assert.equal(receiver.unprotectRtcp(secured), report);
  assert.is(receiver.unprotectRtcp(secured), undefined, 'a repetition');
  assert.is(receiver.unprotectRtcp(report), undefined);
  assert.throws(() => sender.protectRtcp(Buffer.alloc(3)), /RTCP/);
  addon.closeSubscriber(subscriber);
  feed.close();
  packets.close();
  for (const context of [sender, receiver, stranger]) context.close();
});

srtp('refuses keys of the wrong length and unknown algorithms', () => {
  const kind = (name: string) => (error: Error) => 'kind' in error && error.kind === name;
  const wrong: readonly [Partial<SrtpKey>, string][] = [
    [{ master: Buffer.alloc(29) }, 'out-of-range'],
    [{ mki: Buffer.alloc(129) }, 'out-of-range'],
  ];
  const context = transports.openSrtp(cm(8));
  for (const [part, name] of wrong) {
    assert.throws(() => transports.openSrtp({ ...cm(8), ...part }), kind(name));
    assert.throws(() => context.rekey({ ...cm(8), ...part }), kind(name));
  }
  assert.throws(() => addon.openSrtp('NULL', Buffer.alloc(30), Buffer.alloc(4)), /algorithm/);
  context.close();
});

srtp.after(() => pair.close());
srtp.run();
