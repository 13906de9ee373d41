import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MediaEngine, MediaEngineEvent } from '../../../../hal/ports/media-engine.ts';
import { until } from '../../../until.ts';
import { UdpReceiver } from '../../rtp-receivers.ts';
import { mediaState, startEngine, streamOf } from '../../running-engine.ts';

const metadata = suite('metadata stream');
const id = 'MetadataToken1';
let events: MediaEngineEvent[];
let engine: MediaEngine;

metadata.before.each(async () => {
  events = [];
  // Skip events of the camera.
  const onEvent = (event: MediaEngineEvent): unknown => 'id' in event && event.id === id && events.push(event);
  engine = await startEngine([], { metadata: [{ id, compression: 'None' }] }, onEvent, { linger: 500 });
});

metadata.after.each(() => engine.stop());

function document(text: string): Buffer {
  return Buffer.from(`<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema">${text}</tt:MetadataStream>`);
}

const names = [
  ['None', 'vnd.onvif.metadata'],
  ['GZIP', 'vnd.onvif.metadata+gzip'],
] as const;

// shows STR-70, STR-73
for (const [compression, encodingName] of names)
  metadata(`sends documents: ${encodingName}`, async () => {
    await engine.apply(mediaState([], { metadata: [{ id, compression }] }));
    const stream = streamOf(engine, id);
    assert.equal(await stream.describe(), {
      media: 'application',
      payloadType: 107,
      encodingName,
      clockRate: 90_000,
    });
    const receiver = await UdpReceiver.open();
    const pair = engine.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined });
    const subscription = stream.subscribe(receiver.target(pair));
    const playing = subscription.play();
    await until(() => events.some((event) => event.kind === 'metadata-wanted' && event.id === id), 'a wish');
    const documents = [document('first'), document(Array.from({ length: 20_000 }, (_, i) => i ** 3).join(' '))];
    for (const each of documents) engine.sendMetadata(id, each);
    await playing;
    subscription.start();
    const ends = (): readonly number[] => receiver.rtp.flatMap((packet, index) => (packet.marker ? [index + 1] : []));
    await until(() => ends().length >= 2, 'both documents');
    const received = ends().map((end, index) =>
      Buffer.concat(receiver.rtp.slice(ends()[index - 1] ?? 0, end).map((packet) => packet.payload)),
    );
    assert.equal(
      received.map((each) => (compression === 'GZIP' ? gunzipSync(each) : each)),
      documents,
    );
    assert.ok(receiver.rtp.every((packet) => packet.payloadType === 107 && packet.payload.length <= 1400));
    subscription.close();
    pair.close();
    receiver.close();
  });

metadata('has the SSRC of its subscriptions even without one', async () => {
  const stream = streamOf(engine, id);
  const { ssrc } = stream;
  assert.equal(events, []);
  const receiver = await UdpReceiver.open();
  const pair = engine.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined });
  const subscription = stream.subscribe(receiver.target(pair));
  assert.is(subscription.ssrc, ssrc);
  assert.is(stream.ssrc, ssrc);
  subscription.close();
  pair.close();
  receiver.close();
});

metadata('reports when it is watched and when a new document is needed', async () => {
  const stream = streamOf(engine, id);
  const receiver = await UdpReceiver.open();
  const pair = engine.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined });
  assert.equal(events, []);
  const subscription = stream.subscribe(receiver.target(pair));
  assert.equal(events, [{ kind: 'metadata-watched', id, watched: true }]);
  const playing = subscription.play();
  await until(() => events.length >= 2, 'a wish');
  engine.sendMetadata(id, document(''));
  await playing;
  await new Promise((resolve) => setTimeout(resolve, 250));
  const before = events.length;
  for (let i = 0; i < 20; i += 1) stream.requestKeyFrame();
  await until(() => events.length > before, 'another wish');
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.ok(events.length <= before + 2, `${events.length - before} wishes for 20 requests`);
  subscription.close();
  await until(() => events.at(-1)?.kind === 'metadata-watched', 'the end');
  assert.equal(events.at(-1), { kind: 'metadata-watched', id, watched: false });
  pair.close();
  receiver.close();
});

metadata('sends a document to the receivers of its own stream only, and none of an unknown stream', async () => {
  const other = 'MetadataToken2';
  const both = [id, other].map((token) => ({ id: token, compression: 'None' as const }));
  await engine.apply(mediaState([], { metadata: both }));
  const receiver = await UdpReceiver.open();
  const pair = engine.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined });
  const subscription = streamOf(engine, id).subscribe(receiver.target(pair));
  const playing = subscription.play();
  for (const token of ['MetadataToken9', other, id]) engine.sendMetadata(token, document(token));
  await playing;
  subscription.start();
  await until(() => receiver.rtp.length > 0, 'a document');
  engine.sendMetadata('MetadataToken9', document('late'));
  engine.sendMetadata(id, document('last'));
  await until(() => receiver.rtp.some(({ payload }) => payload.includes('last')), 'the last document');
  assert.equal(
    receiver.rtp.map(({ payload }) => payload.toString()),
    [document(id), document('last')].map(String),
  );
  subscription.close();
  pair.close();
  receiver.close();
});

metadata.run();
