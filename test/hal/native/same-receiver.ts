import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon, type SubscriberHandle } from '../../../hal/native/addon.ts';
import { until } from '../../until.ts';
import { DocumentFeed } from '../document-feed.ts';
import { openPair } from '../open-pair.ts';
import { play } from '../play.ts';
import { rtcpTypes } from '../rtp-packets.ts';
import { UdpReceiver } from '../rtp-receivers.ts';

const same = suite('two subscribers of one UDP receiver');
const bye = 203;
const pair = openPair();
let feed: DocumentFeed;
let receiver: UdpReceiver;

const subscribe = (): SubscriberHandle =>
  addon.subscribeUdp(feed.hub, pair, receiver.address, receiver.ports.rtp, receiver.ports.rtcp);
const byes = (): number => receiver.rtcp.filter((packet) => rtcpTypes(packet).includes(bye)).length;

same.before.each(async () => {
  feed = new DocumentFeed('same-receiver');
  receiver = await UdpReceiver.open();
});

same.after.each(() => {
  feed.close();
  receiver.close();
});

same.after(() => addon.closePair(pair));

same('the one that started last owns it: no packet comes twice', async () => {
  const [first, second] = [subscribe(), subscribe()];
  await play(first);
  await until(() => receiver.rtp.length > 0, 'a packet');
  await play(second);
  const before = addon.counters(first).packets;
  for (let index = 0; index < 10; index += 1) feed.send(500);
  await until(() => addon.counters(second).packets >= 10, 'ten packets');
  assert.is(addon.counters(first).packets, before);
  await until(() => receiver.rtp.length >= before + addon.counters(second).packets, 'all of them');
  const sequences = receiver.rtp.slice(-10).map(({ sequence }) => sequence);
  assert.is(new Set(sequences).size, 10);
  for (const each of [first, second]) addon.closeSubscriber(each);
});

same('closing the older one sends no BYE, closing the last one does', async () => {
  const [first, second] = [subscribe(), subscribe()];
  await play(first);
  addon.closeSubscriber(first);
  await play(second);
  feed.send(500);
  await until(() => receiver.rtp.length > 1 && receiver.rtcp.length > 1, 'packets and a report');
  assert.is(byes(), 0);
  addon.closeSubscriber(second);
  await until(() => byes() > 0, 'BYE');
  assert.is(byes(), 1);
});

same('receivers that differ in a port share nothing', async () => {
  const other = await UdpReceiver.open();
  const first = subscribe();
  const second = addon.subscribeUdp(feed.hub, pair, other.address, other.ports.rtp, receiver.ports.rtcp);
  await play(first);
  await play(second);
  const before = [first, second].map((each) => addon.counters(each).packets);
  feed.send(500);
  await until(
    () => [first, second].every((each, index) => addon.counters(each).packets > (before[index] ?? 0)),
    'a packet each',
  );
  addon.closeSubscriber(first);
  await until(() => byes() > 0, 'BYE');
  addon.closeSubscriber(second);
  other.close();
});

same.run();
