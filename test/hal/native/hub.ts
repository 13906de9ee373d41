import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon, type HubHandle, type PairHandle, type SubscriberHandle } from '../../../hal/native/addon.ts';
import { until } from '../../until.ts';
import { openPair } from '../open-pair.ts';
import { distance, nalTypes } from '../rtp-packets.ts';
import { UdpReceiver } from '../rtp-receivers.ts';

const hubs = suite('hub');
const launch =
  'videotestsrc is-live=true pattern=snow ! video/x-raw,width=640,height=360,framerate=30/1 ' +
  '! x264enc name=encoder tune=zerolatency speed-preset=ultrafast option-string=scenecut=0 aud=false ' +
  '! rtph264pay mtu=1200 aggregate-mode=zero-latency ! rtpfanoutsink name=sink';

interface Feed {
  readonly hub: HubHandle;
  readonly caps: Readonly<Record<string, string>>[];
  readonly pipeline: Pipeline;
}

function feed(name: string): Feed {
  const caps: Readonly<Record<string, string>>[] = [];
  const hub = addon.openHub(name, { clockRate: 90000, unit: 'picture' }, (each) => caps.push(each));
  const properties = { encoder: { bitrate: 6000, 'key-int-max': 300 }, sink: { hub: name } };
  const pipeline = new Pipeline({ launch, properties }, name, (kind, text) => assert.unreachable(`${kind} ${text}`));
  pipeline.play();
  return { hub, caps, pipeline };
}

interface Point {
  readonly sequence: number;
  readonly rtpTime: number;
  readonly wallClock: number;
}

function play(subscriber: SubscriberHandle): Promise<Point> {
  return new Promise((resolve) =>
    addon.play(subscriber, (sequence, rtpTime, wallClock) => resolve({ sequence, rtpTime, wallClock })),
  );
}

function subscribe(hub: HubHandle, pair: PairHandle, receiver: UdpReceiver): SubscriberHandle {
  const target = receiver.ports;
  return addon.subscribeUdp(hub, pair, receiver.address, target.rtp, target.rtcp);
}

hubs('sends the same packets with and without UDP segmentation', async () => {
  const { hub, caps, pipeline } = feed('segmentation');
  const pairs = [true, false].map((segment) => openPair(segment));
  const receivers = [await UdpReceiver.open(), await UdpReceiver.open()];
  const subscribers = receivers.map((receiver, index) => {
    const pair = pairs[index];
    if (pair === undefined) throw new Error('no pair');
    return subscribe(hub, pair, receiver);
  });
  await Promise.all(subscribers.map(play));
  for (const subscriber of subscribers) addon.start(subscriber);
  await until(() => receivers.every((receiver) => receiver.rtp.length > 500), 'packets');
  for (const subscriber of subscribers) addon.closeSubscriber(subscriber);
  const [one, two] = receivers.map((receiver) => receiver.rtp.slice(0, 500));
  assert.equal(
    one?.map(({ arrived, ...packet }) => packet),
    two?.map(({ arrived, ...packet }) => packet),
  );
  assert.is(caps[0]?.['encoding-name'], 'H264');
  pipeline.release();
  addon.closeHub(hub);
  for (const pair of pairs) addon.closePair(pair);
  for (const receiver of receivers) receiver.close();
});

hubs('goes on with its numbers when another pipeline feeds it', async () => {
  const first = feed('successive');
  const pair = openPair();
  const receiver = await UdpReceiver.open();
  const subscriber = subscribe(first.hub, pair, receiver);
  await play(subscriber);
  addon.start(subscriber);
  await until(() => receiver.rtp.length > 100, 'packets');
  first.pipeline.release();
  const properties = { encoder: { bitrate: 1000, 'key-int-max': 30 }, sink: { hub: 'successive' } };
  const second = new Pipeline({ launch, properties }, 'successive', () => undefined);
  const before = receiver.rtp.length;
  second.play();
  await until(() => receiver.rtp.length > before + 100, 'more packets');
  addon.closeSubscriber(subscriber);
  receiver.rtp.forEach((packet, index) => {
    const last = receiver.rtp[index - 1];
    if (last === undefined) return;
    assert.is(distance(last.sequence, packet.sequence, 16), 1);
    assert.is(last.ssrc, packet.ssrc);
    assert.ok(distance(last.time, packet.time, 32) >= 0);
  });
  second.release();
  addon.closeHub(first.hub);
  addon.closePair(pair);
  receiver.close();
});

hubs('merges requests for key frames: at most one in 200 ms gets through', async () => {
  const { hub, pipeline } = feed('requests');
  const pair = openPair();
  const receiver = await UdpReceiver.open();
  const subscriber = subscribe(hub, pair, receiver);
  const begun = performance.now();
  await play(subscriber);
  addon.start(subscriber);
  const timer = setInterval(() => addon.requestKeyFrame(hub), 5);
  await until(() => receiver.rtp.filter((packet) => packet.marker).length >= 60, '60 pictures');
  clearInterval(timer);
  addon.closeSubscriber(subscriber);
  const elapsed = performance.now() - begun;
  const starts = new Set(receiver.rtp.filter((p) => nalTypes(p.payload).includes(7)).map((p) => p.time));
  assert.ok(starts.size >= 2);
  // The first may be one of before, so that one more fits.
  assert.ok(starts.size <= elapsed / 200 + 2, `${starts.size} key frames in ${elapsed} ms`);
  pipeline.release();
  addon.closeHub(hub);
  addon.closePair(pair);
  receiver.close();
});

hubs('refuses a handle of the wrong kind and a closed one', () => {
  const hub = addon.openHub('handles', { clockRate: 90000, unit: 'picture' }, () => undefined);
  const pair = openPair();
  assert.throws(() => Reflect.apply(addon.ssrc, addon, [pair]), /handle/);
  addon.closePair(pair);
  assert.throws(() => addon.pairPort(pair), /handle/);
  assert.throws(() => addon.subscribeUdp(hub, pair, '127.0.0.1', 5004, 5005), /handle/);
  addon.closeHub(hub);
});

hubs.run();
