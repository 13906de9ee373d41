// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import { until } from '../../until.ts';
import { distance, nalTypes, parseSenderReport, rtcpTypes } from '../rtp-packets.ts';
import { InterleavedReceiver } from '../rtp-receivers.ts';
import { mainEncoder, startEngine, streamOf, subEncoder } from '../running-engine.ts';

const interleaved = suite('fan-out over interleaved TCP');
let engine: MediaEngine;

interleaved.before(async () => {
  // A high bit rate, so that a hanging reader's buffers are full soon.
  engine = await startEngine([{ ...mainEncoder, constantBitRate: false, quality: 100 }, subEncoder]);
});

interleaved.after(() => engine.stop());

function reply(sequence: number): Buffer {
  return Buffer.from(`RTSP/1.0 200 OK\r\nCSeq: ${sequence}\r\n\r\n`);
}

interleaved('sends the reply, then a sender report, then pictures from the play point on', async () => {
  const receiver = await InterleavedReceiver.open(engine);
  const subscription = streamOf(engine, 'VideoEncoder2').subscribe(receiver.target);
  const point = await subscription.play();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(receiver.order, [], 'nothing is sent before start()');
  assert.ok(receiver.connection.send(reply(1)));
  subscription.start();
  await until(() => receiver.rtp.filter((packet) => packet.marker).length >= 30, '30 pictures');
  subscription.close();
  receiver.connection.send(reply(2));
  await until(() => receiver.order.at(-1)?.endsWith('CSeq: 2') === true, 'the last reply');
  assert.ok(receiver.order[0]?.endsWith('CSeq: 1'));
  assert.is(receiver.order[1], 'rtcp');
  assert.is(receiver.order[2], 'rtp');
  assert.is(receiver.order.at(-2), 'rtcp', 'BYE comes before the reply to TEARDOWN');
  assert.is(receiver.rtp[0]?.sequence, point.sequence);
  assert.is(receiver.rtp[0]?.time, point.rtpTime);
  const [first] = receiver.rtcp;
  const last = receiver.rtcp.at(-1);
  assert.ok(first && last);
  const report = parseSenderReport(first);
  assert.ok(Math.abs(report.wallClock + distance(report.rtpTime, point.rtpTime, 32) / 90 - point.wallClock) < 1);
  assert.equal(rtcpTypes(last), [200, 202, 203]);
  receiver.close();
});

interleaved('stops with pause() and goes on with a new play point', async () => {
  const receiver = await InterleavedReceiver.open(engine);
  const subscription = streamOf(engine, 'VideoEncoder2').subscribe(receiver.target);
  await subscription.play();
  subscription.start();
  await until(() => receiver.rtp.length > 10, 'packets');
  subscription.pause();
  receiver.connection.send(reply(3));
  await until(() => receiver.order.at(-1)?.startsWith('RTSP') === true, 'the reply');
  const before = receiver.rtp.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.is(receiver.rtp.length, before);
  const point = await subscription.play();
  subscription.start();
  await until(() => receiver.rtp.length > before + 5, 'more packets');
  const next = receiver.rtp[before];
  assert.is(next?.sequence, point.sequence);
  assert.ok(next && nalTypes(next.payload).includes(7), 'starts with the parameter sets of a key frame');
  subscription.close();
  receiver.close();
});

interleaved('leaves out whole pictures for a slow reader, up to a key frame, and disturbs nobody', async () => {
  const stream = streamOf(engine, 'VideoEncoder1');
  const slow = await InterleavedReceiver.open(engine, 64 * 1024);
  const quick = await InterleavedReceiver.open(engine);
  const subscriptions = [slow, quick].map((receiver) => stream.subscribe(receiver.target));
  for (const subscription of subscriptions) {
    await subscription.play();
    subscription.start();
  }
  slow.stall();
  const [slowOne, quickOne] = subscriptions;
  await until(() => (slowOne?.counters().droppedFrames ?? 0) > 20, 'frames left out', 90_000);
  assert.ok(slow.connection.queuedBytes <= 64 * 1024 + 300_000);
  const seen = slow.rtp.length;
  slow.resume();
  await until(() => slow.rtp.length > seen && slow.connection.queuedBytes === 0, 'the slow one catches up');
  const atResume = slow.rtp.length;
  await until(() => slow.rtp.length > atResume + 30, 'it plays again');
  for (const subscription of subscriptions) subscription.close();
  slow.rtp.forEach((packet, index) => {
    const before = slow.rtp[index - 1];
    if (before === undefined || distance(before.sequence, packet.sequence, 16) === 1) return;
    assert.ok(before.marker, 'a gap begins after a whole picture');
    assert.ok(nalTypes(packet.payload).includes(7), 'a gap ends with a key frame');
  });
  quick.rtp.forEach((packet, index) => {
    const before = quick.rtp[index - 1];
    if (before !== undefined) assert.is(distance(before.sequence, packet.sequence, 16), 1);
  });
  assert.is(quickOne?.counters().droppedFrames, 0);
  assert.equal(slow.errors, []);
  slow.close();
  quick.close();
});

interleaved('keeps replies in order while the reader hangs, and refuses when there are too many', async () => {
  const receiver = await InterleavedReceiver.open(engine, 16 * 1024);
  receiver.stall();
  let sent = 0;
  while (sent < 100_000 && receiver.connection.send(Buffer.concat([reply(sent), reply(sent + 1)]))) sent += 2;
  assert.ok(sent < 100_000, 'the queue is bounded');
  assert.not(receiver.connection.send(reply(0)));
  await until(() => receiver.errors.length > 0, 'the error');
  assert.is(receiver.errors.length, 1);
  receiver.close();
});

interleaved('reports a peer that is gone, once', async () => {
  const receiver = await InterleavedReceiver.open(engine);
  const subscription = streamOf(engine, 'VideoEncoder2').subscribe(receiver.target);
  await subscription.play();
  subscription.start();
  await until(() => receiver.rtp.length > 0, 'packets');
  receiver.vanish();
  await until(() => receiver.errors.length > 0, 'the error');
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.is(receiver.errors.length, 1);
  assert.not(receiver.connection.send(reply(1)));
  subscription.close();
  receiver.close();
});

interleaved.run();
