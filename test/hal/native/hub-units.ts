import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon, type HubHandle } from '../../../hal/native/addon.ts';
import { until } from '../../until.ts';
import { openPair } from '../open-pair.ts';
import { distance, parseSenderReport } from '../rtp-packets.ts';
import { UdpReceiver } from '../rtp-receivers.ts';

const units = suite('hubs of audio and metadata');
const pair = openPair();
const launch =
  'audiotestsrc is-live=true samplesperbuffer=441 ! audio/x-raw,rate=8000,channels=1 ! mulawenc ' +
  '! rtppcmupay min-ptime=20000000 max-ptime=20000000 ! rtpfanoutsink name=sink';

async function playing(hub: HubHandle) {
  const receiver = await UdpReceiver.open();
  const { rtp, rtcp } = receiver.ports;
  const subscriber = addon.subscribeUdp(hub, pair, receiver.address, rtp, rtcp);
  const point = await new Promise<{ sequence: number; rtpTime: number; wallClock: number }>((resolve) =>
    addon.play(subscriber, (sequence, rtpTime, wallClock) => resolve({ sequence, rtpTime, wallClock })),
  );
  addon.start(subscriber);
  return { receiver, subscriber, point };
}

units('audio steps exactly by samples and goes on when another pipeline feeds it', async () => {
  const hub = addon.openHub('audio-unit', { clockRate: 8000, unit: 'packet' }, () => undefined);
  const feed = () => {
    const pipeline = new Pipeline(
      { launch, properties: { sink: { hub: 'audio-unit' } } },
      'audio-unit',
      () => undefined,
    );
    pipeline.play();
    return pipeline;
  };
  const first = feed();
  const { receiver, subscriber, point } = await playing(hub);
  await until(() => receiver.rtp.length > 50, 'packets');
  first.release();
  const before = receiver.rtp.length;
  const second = feed();
  await until(() => receiver.rtp.length > before + 50, 'more packets');
  addon.closeSubscriber(subscriber);
  assert.is(receiver.rtp[0]?.sequence, point.sequence);
  const steps = receiver.rtp.slice(1).map((packet, index) => {
    const last = receiver.rtp[index];
    if (last === undefined) throw new Error('no packet');
    assert.is(distance(last.sequence, packet.sequence, 16), 1);
    return distance(last.time, packet.time, 32);
  });
  assert.is(steps.filter((step) => step !== 160).length, 1, `one step is the change of pipelines: ${steps}`);
  assert.ok(
    steps.every((step) => step > 0),
    `${steps}`,
  );
  const [report] = receiver.rtcp.map(parseSenderReport);
  assert.ok(report);
  const difference = report.wallClock + distance(report.rtpTime, point.rtpTime, 32) / 8 - point.wallClock;
  assert.ok(Math.abs(difference) < 2, `report and play point agree (${difference} ms)`);
  second.release();
  addon.closeHub(hub);
  receiver.close();
});

// shows STR-71
units('a document leaves in packets of at most 1400 octets, marker on the last', async () => {
  const hub = addon.openHub('document-unit', { clockRate: 90000, unit: 'picture' }, () => undefined);
  const documents = [1, 1388, 1389, 5000].map((size, index) => Buffer.alloc(size, 65 + index));
  let next = 0;
  addon.onKeyFrameRequest(hub, () => addon.sendDocument(hub, 107, documents[next++] ?? Buffer.from('late')));
  const { receiver, subscriber } = await playing(hub);
  while (next < documents.length) addon.sendDocument(hub, 107, documents[next++] ?? Buffer.from('late'));
  await until(() => receiver.rtp.filter((packet) => packet.marker).length === documents.length, 'all documents');
  const received: Buffer[] = [];
  let parts: Buffer[] = [];
  for (const packet of receiver.rtp) {
    assert.is(packet.payloadType, 107);
    assert.ok(packet.payload.length <= 1388);
    parts.push(packet.payload);
    if (!packet.marker) continue;
    received.push(Buffer.concat(parts));
    parts = [];
  }
  assert.equal(received, documents);
  receiver.rtp.slice(1).forEach((packet, index) => {
    assert.is(distance(receiver.rtp[index]?.sequence ?? 0, packet.sequence, 16), 1);
  });
  assert.throws(() => addon.sendDocument(hub, 107, Buffer.alloc(0)), /octets/);
  addon.closeSubscriber(subscriber);
  addon.closeHub(hub);
  receiver.close();
});

units('a storm of joins asks JavaScript for a document once in 200 ms', async () => {
  const hub = addon.openHub('document-storm', { clockRate: 90000, unit: 'picture' }, () => undefined);
  let asked = 0;
  addon.onKeyFrameRequest(hub, () => {
    asked += 1;
  });
  const begun = performance.now();
  const joined = Array.from({ length: 20 }, () => playing(hub));
  await until(() => asked > 0, 'a request');
  const timer = setInterval(() => addon.requestKeyFrame(hub), 5);
  await until(() => asked >= 3, 'more requests');
  clearInterval(timer);
  const elapsed = performance.now() - begun;
  assert.ok(asked <= elapsed / 200 + 1, `${asked} requests in ${elapsed} ms`);
  addon.sendDocument(hub, 107, Buffer.from('one for all'));
  for (const { receiver, subscriber } of await Promise.all(joined)) {
    await until(() => receiver.rtp.length === 1, 'the document');
    addon.closeSubscriber(subscriber);
    receiver.close();
  }
  addon.closeHub(hub);
});

units.after(() => addon.closePair(pair));
units.run();
