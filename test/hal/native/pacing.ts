import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon, type PairHandle } from '../../../hal/native/addon.ts';
import { until } from '../../until.ts';
import { DocumentFeed } from '../document-feed.ts';
import { openPair } from '../open-pair.ts';
import { play } from '../play.ts';
import { distance } from '../rtp-packets.ts';
import { UdpReceiver } from '../rtp-receivers.ts';

const pacing = suite('pacing of large frames');
const bitsPerSecond = 5_000_000;

async function playing(feed: DocumentFeed, pair: PairHandle) {
  const receiver = await UdpReceiver.open();
  const { rtp, rtcp } = receiver.ports;
  const subscriber = addon.subscribeUdp(feed.hub, pair, receiver.address, rtp, rtcp);
  await play(subscriber);
  await until(() => receiver.rtp.length > 0, 'the first frame');
  return { receiver, subscriber };
}

/** ms between the first and the last packet that arrived from index `from` on */
function span({ rtp }: UdpReceiver, from: number): number {
  return (rtp.at(-1)?.arrived ?? 0) - (rtp[from]?.arrived ?? 0);
}

/** A paced frame takes at least this long here, one sent at once less. */
const paced = 700;

const cases: readonly { readonly pacing: number; readonly bytes: number; readonly least: number }[] = [
  { pacing: bitsPerSecond, bytes: 500_000, least: paced },
  { pacing: 1_000_000, bytes: 30_000, least: 0 },
  { pacing: 0, bytes: 500_000, least: 0 },
];

for (const { pacing: rate, bytes, least } of cases) {
  pacing(`${bytes} octets at ${rate} bit/s take at least ${least} ms`, async () => {
    const pair = openPair(true, rate);
    const feed = new DocumentFeed(`pacing-${rate}-${bytes}`);
    const receivers = [await playing(feed, pair), await playing(feed, pair)];
    const from = receivers.map(({ receiver }) => receiver.rtp.length);
    const began = performance.now();
    feed.send(bytes);
    assert.ok(performance.now() - began < paced, 'the sender does not wait');
    await until(
      () =>
        receivers.every(({ receiver }, index) => receiver.rtp.length >= (from[index] ?? 0) + Math.ceil(bytes / 1388)),
      'the frame',
    );
    receivers.forEach(({ receiver, subscriber }, index) => {
      const took = span(receiver, from[index] ?? 0);
      assert.ok(took >= least, `took ${took} ms`);
      if (least === 0) assert.ok(took < paced, `took ${took} ms`);
      addon.closeSubscriber(subscriber);
      receiver.close();
    });
    feed.close();
    addon.closePair(pair);
  });
}

pacing('frames behind a large one keep their order', async () => {
  const pair = openPair(true, bitsPerSecond);
  const feed = new DocumentFeed('pacing-order');
  const { receiver, subscriber } = await playing(feed, pair);
  for (const bytes of [200_000, 100, 60_000, 2000]) feed.send(bytes);
  await until(() => receiver.rtp.filter((packet) => packet.marker).length >= 5, 'all frames');
  receiver.rtp.slice(1).forEach((packet, index) => {
    assert.is(distance(receiver.rtp[index]?.sequence ?? 0, packet.sequence, 16), 1);
  });
  assert.is(addon.counters(subscriber).droppedFrames, 0);
  addon.closeSubscriber(subscriber);
  receiver.close();
  feed.close();
  addon.closePair(pair);
});

pacing('what waits is bounded: a receiver behind loses whole frames', async () => {
  const pair = openPair(true, 1_000_000);
  const feed = new DocumentFeed('pacing-bound');
  const { receiver, subscriber } = await playing(feed, pair);
  for (let i = 0; i < 5; i++) feed.send(3_000_000);
  const { droppedFrames } = addon.counters(subscriber);
  assert.ok(droppedFrames >= 2 && droppedFrames <= 4, `${droppedFrames} of 5`);
  addon.closeSubscriber(subscriber);
  receiver.close();
  feed.close();
  addon.closePair(pair);
});

pacing.run();
