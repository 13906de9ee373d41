import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import type { UdpPair } from '../../../hal/ports/rtp-stream.ts';
import { until } from '../../until.ts';
import { distance, nalTypes, parseSenderReport, rtcpTypes } from '../rtp-packets.ts';
import { UdpReceiver } from '../rtp-receivers.ts';
import { startEngine, streamOf } from '../running-engine.ts';

const udp = suite('fan-out over UDP');
let engine: MediaEngine;
let pair: UdpPair;
const reports: { readonly packet: Buffer; readonly port: number }[] = [];

udp.before(async () => {
  // play() waits longer than half of the time between two key frames.
  engine = await startEngine(undefined, undefined, undefined, { play: 10_000 });
  pair = engine.openUdpPair({
    family: 'IPv4',
    address: '127.0.0.1',
    rtpPort: 0,
    onRtcp: (packet, _address, port) => reports.push({ packet, port }),
  });
});

udp.after(async () => {
  pair.close();
  await engine.stop();
});

udp('binds an even port and the odd one above it', () => {
  assert.is(pair.rtpPort % 2, 0);
  assert.is(pair.rtcpPort, pair.rtpPort + 1);
  assert.throws(
    () => engine.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: pair.rtpPort, onRtcp: () => undefined }),
    (error: Error) => 'kind' in error && error.kind === 'busy',
  );
});

// shows STR-20, STR-21
udp('numbers packets without a gap and marks the end of each picture', async () => {
  const receiver = await UdpReceiver.open();
  const subscription = streamOf(engine, 'VideoEncoder1').subscribe(receiver.target(pair));
  const point = await subscription.play();
  assert.is(receiver.rtp.length, 0, 'nothing is sent before start()');
  subscription.start();
  await until(() => receiver.rtp.filter((packet) => packet.marker).length >= 60, '60 pictures');
  subscription.close();
  await until(() => receiver.rtp.length === subscription.counters().packets, 'the last packets');
  const first = receiver.rtp[0];
  assert.is(first?.sequence, point.sequence);
  assert.is(first?.time, point.rtpTime);
  assert.ok(first && nalTypes(first.payload).includes(7), 'starts with the parameter sets');
  receiver.rtp.forEach((packet, index) => {
    assert.is(packet.version, 2);
    assert.is(packet.payloadType, 96);
    assert.is(packet.ssrc, subscription.ssrc);
    const before = receiver.rtp[index - 1];
    if (before === undefined) return;
    assert.is(distance(before.sequence, packet.sequence, 16), 1);
    assert.is(before.marker, before.time !== packet.time);
  });
  receiver.close();
});

// shows STR-11
udp('gives several receivers the same packets, over IPv6 too', async () => {
  const stream = streamOf(engine, 'VideoEncoder1');
  const pair6 = engine.openUdpPair({ family: 'IPv6', address: '::1', rtpPort: 0, onRtcp: () => undefined });
  const receivers = [await UdpReceiver.open(), await UdpReceiver.open(), await UdpReceiver.open('::1')];
  const subscriptions = receivers.map((receiver) =>
    stream.subscribe(receiver.target(receiver.address === '::1' ? pair6 : pair)),
  );
  for (const subscription of subscriptions) {
    await subscription.play();
    subscription.start();
  }
  await until(() => receivers.every((receiver) => receiver.rtp.length > 50), 'packets everywhere');
  for (const subscription of subscriptions) subscription.close();
  const known = new Map<number, Buffer>();
  for (const packet of receivers[0]?.rtp ?? []) known.set(packet.sequence, packet.payload);
  for (const receiver of receivers.slice(1)) {
    const common = receiver.rtp.filter((packet) => known.has(packet.sequence));
    assert.ok(common.length > 20);
    for (const packet of common) assert.equal(packet.payload, known.get(packet.sequence));
  }
  for (const receiver of receivers) receiver.close();
  pair6.close();
});

// shows STR-22, STR-23
udp('sends a sender report with CNAME first and BYE last, on the wall clock', async () => {
  const receiver = await UdpReceiver.open();
  const subscription = streamOf(engine, 'VideoEncoder1').subscribe(receiver.target(pair));
  const point = await subscription.play();
  subscription.start();
  await until(() => receiver.rtcp.length > 0, 'a report');
  await until(() => receiver.rtp.length > 20, 'some packets');
  subscription.close();
  await until(() => receiver.rtcp.some((packet) => rtcpTypes(packet).includes(203)), 'BYE');
  const [first] = receiver.rtcp;
  assert.ok(first);
  assert.equal(rtcpTypes(first), [200, 202]);
  const report = parseSenderReport(first);
  assert.is(report.ssrc, subscription.ssrc);
  const mapped = report.wallClock + distance(report.rtpTime, point.rtpTime, 32) / 90;
  assert.ok(
    Math.abs(mapped - point.wallClock) < 1,
    `report and play point agree within 1 ms (${mapped - point.wallClock})`,
  );
  assert.ok(Math.abs(report.wallClock - Date.now()) < 60_000);
  const last = receiver.rtcp.at(-1);
  assert.ok(last);
  assert.equal(rtcpTypes(last), [200, 202, 203]);
  await until(() => receiver.rtp.length === parseSenderReport(last).packets, 'the last packets');
  receiver.close();
});

udp('hands over what arrives on the RTCP port', async () => {
  const receiver = await UdpReceiver.open();
  const packet = Buffer.from('80c9000112345678', 'hex');
  const port = await receiver.report(packet, pair.rtcpPort);
  await until(() => reports.some((report) => report.port === port), 'the report');
  assert.equal(reports.find((report) => report.port === port)?.packet, packet);
  receiver.close();
});

udp('answers play() with a key frame at once, not at the end of the group of pictures', async () => {
  const stream = streamOf(engine, 'VideoEncoder1'); // a key frame of its own only every 10 s
  const other = await UdpReceiver.open();
  const keep = stream.subscribe(other.target(pair));
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    const receiver = await UdpReceiver.open();
    const subscription = stream.subscribe(receiver.target(pair));
    const asked = performance.now();
    await subscription.play();
    waits.push(performance.now() - asked);
    subscription.close();
    receiver.close();
    await new Promise((resolve) => setTimeout(resolve, 230));
  }
  keep.close();
  other.close();
  waits.sort((a, b) => a - b);
  assert.ok((waits[4] ?? Infinity) < 5000, `key frames came after ${waits.map((wait) => wait.toFixed(0))} ms`);
});

udp.run();
