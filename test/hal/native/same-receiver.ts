import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon, type SubscriberHandle } from '../../../hal/native/addon.ts';
import { DocumentFeed } from '../document-feed.ts';
import { openPair } from '../open-pair.ts';
import { play } from '../play.ts';
import { rtcpTypes, until } from '../rtp-packets.ts';
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
  await until('a packet', () => receiver.rtp.length > 0);
  await play(second);
  const before = addon.counters(first).packets;
  for (let index = 0; index < 10; index += 1) feed.send(500);
  await until('ten packets', () => addon.counters(second).packets >= 10);
  assert.is(addon.counters(first).packets, before);
  await until('all of them', () => receiver.rtp.length >= before + addon.counters(second).packets);
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
  await until('packets and a report', () => receiver.rtp.length > 1 && receiver.rtcp.length > 1);
  assert.is(byes(), 0);
  addon.closeSubscriber(second);
  await until('BYE', () => byes() > 0);
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
  await until('a packet each', () =>
    [first, second].every((each, index) => addon.counters(each).packets > (before[index] ?? 0)),
  );
  addon.closeSubscriber(first);
  await until('BYE', () => byes() > 0);
  addon.closeSubscriber(second);
  other.close();
});

same.run();
