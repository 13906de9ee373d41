import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MediaEngine } from '../../../../hal/ports/media-engine.ts';
import type { RtpSubscription } from '../../../../hal/ports/rtp-stream.ts';
import { until } from '../../../until.ts';
import { byteStream, decodeLuma, probeFrames } from '../../access-units.ts';
import { distance, type RtpPacket } from '../../rtp-packets.ts';
import { InterleavedReceiver } from '../../rtp-receivers.ts';
import { mainEncoder, mediaState, startEngine, streamOf, subEncoder } from '../../running-engine.ts';
import { readSceneCounter } from '../../scene-counter.ts';

const video = suite('video stream');
/** ms that a stream runs on after its last use. */
const linger = 500;
let engine: MediaEngine;

video.before.each(async () => {
  engine = await startEngine(undefined, undefined, undefined, { linger });
});

video.after.each(() => engine.stop());

async function play(id: string): Promise<{ receiver: InterleavedReceiver; subscription: RtpSubscription }> {
  const receiver = await InterleavedReceiver.open(engine);
  const subscription = streamOf(engine, id).subscribe(receiver.target);
  await subscription.play();
  subscription.start();
  return { receiver, subscription };
}

function pictures(receiver: InterleavedReceiver): number {
  return receiver.rtp.filter((packet) => packet.marker).length;
}

/** Packets up to the last whole picture. */
function whole(packets: readonly RtpPacket[]): readonly RtpPacket[] {
  return packets.slice(0, packets.findLastIndex((packet) => packet.marker) + 1);
}

function assertUnbroken(packets: readonly RtpPacket[]): void {
  packets.forEach((packet, index) => {
    const before = packets[index - 1];
    if (before === undefined) return;
    assert.is(distance(before.sequence, packet.sequence, 16), 1, 'the sequence is unbroken');
    assert.is(before.ssrc, packet.ssrc);
    assert.ok(distance(before.time, packet.time, 32) >= 0, 'time does not go back');
  });
}

// shows COD-02
video('describes itself for SDP once its parameter sets are known', async () => {
  const description = await streamOf(engine, 'VideoEncoder2').describe();
  assert.is(description.encodingName, 'H264');
  assert.is(description.clockRate, 90000);
  assert.is(description.payloadType, 96);
  assert.equal([description.width, description.height], [640, 360]);
  assert.match(
    description.fmtp ?? '',
    /^packetization-mode=1;profile-level-id=4d[0-9a-f]{4};sprop-parameter-sets=[\w+/=]+,[\w+/=]+$/,
  );
});

video('shows the scene: every picture decodes, counter and clock advance', async () => {
  const { receiver, subscription } = await play('VideoEncoder2');
  await until(() => pictures(receiver) >= 45, '45 pictures');
  subscription.close();
  const frames = await decodeLuma(byteStream(whole(receiver.rtp)), 640, 360);
  assert.ok(frames.length >= 45);
  const counters = frames.map((bytes) => readSceneCounter({ bytes, width: 640, height: 360 }));
  counters.forEach((counter, index) => {
    const before = counters[index - 1];
    assert.type(counter, 'number', `picture ${index} has a readable counter`);
    if (counter !== undefined && before !== undefined) assert.ok(counter > before);
  });
  receiver.close();
});

// shows STR-27
video('changes size and rate for its subscribers with the same SSRC and an unbroken sequence', async () => {
  const { receiver, subscription } = await play('VideoEncoder1');
  await until(() => pictures(receiver) >= 20, '20 pictures');
  const changed = { ...mainEncoder, width: 800, height: 448, frameRate: 10, bitrate: 700, govLength: 10 };
  await engine.apply(mediaState([changed, subEncoder]));
  const at = receiver.rtp.length;
  await until(() => receiver.rtp.slice(at).filter((packet) => packet.marker).length >= 25, '25 more');
  subscription.close();
  const packets = whole(receiver.rtp);
  assertUnbroken(packets);
  const frames = await probeFrames(byteStream(packets));
  const first = frames.findIndex((frame) => frame.width === 800);
  assert.ok(first >= 20);
  assert.ok(frames.slice(0, first).every((frame) => frame.width === 1280 && frame.height === 720));
  assert.ok(frames.slice(first).every((frame) => frame.width === 800 && frame.height === 448));
  const keys = frames.slice(first).flatMap((frame, index) => (frame.key ? [index] : []));
  assert.equal(keys.slice(0, 3), [0, 10, 20], 'a key frame every 10 pictures');
  const times = packets.filter((packet) => packet.marker).map((packet) => packet.time);
  const [from, to] = [times.at(-21) ?? 0, times.at(-1) ?? 0];
  const rate = (20 * 90000) / distance(from, to, 32);
  assert.ok(Math.abs(rate - 10) < 0.5, `${rate} pictures per second`);
  const description = await streamOf(engine, 'VideoEncoder1').describe();
  assert.equal([description.width, description.height], [800, 448]);
  receiver.close();
});

video('changes only the bit rate without a new key frame', async () => {
  const { receiver, subscription } = await play('VideoEncoder2');
  await until(() => pictures(receiver) >= 5, 'pictures');
  await engine.apply(mediaState([mainEncoder, { ...subEncoder, bitrate: 300 }]));
  await until(() => pictures(receiver) >= 25, 'more pictures');
  subscription.close();
  const frames = await probeFrames(byteStream(whole(receiver.rtp)));
  assert.is(frames.filter((frame) => frame.key).length, 1);
  receiver.close();
});

// shows COD-02
video('encodes each profile', async () => {
  for (const [profile, code] of [
    ['Baseline', '42'],
    ['High', '64'],
  ] as const) {
    await engine.apply(mediaState([mainEncoder, { ...subEncoder, profile }]));
    const { fmtp } = await streamOf(engine, 'VideoEncoder2').describe();
    assert.match(fmtp ?? '', new RegExp(`profile-level-id=${code}`));
  }
});

video('keeps SSRC and sequence across a stop of its pipeline', async () => {
  const one = await play('VideoEncoder2');
  await until(() => pictures(one.receiver) >= 5, 'pictures');
  one.subscription.close();
  await new Promise((resolve) => setTimeout(resolve, linger + 1000));
  const two = await play('VideoEncoder2');
  await until(() => pictures(two.receiver) >= 5, 'pictures');
  two.subscription.close();
  const [last, next] = [one.receiver.rtp.at(-1), two.receiver.rtp[0]];
  assert.is(last?.ssrc, next?.ssrc);
  assert.ok(distance(last?.sequence ?? 0, next?.sequence ?? 0, 16) > 0);
  assert.ok(distance(last?.time ?? 0, next?.time ?? 0, 32) > linger * 90, 'the clock went on meanwhile');
  one.receiver.close();
  two.receiver.close();
});

video('rejects play() of a stream that is removed', async () => {
  const receiver = await InterleavedReceiver.open(engine);
  const subscription = streamOf(engine, 'VideoEncoder2').subscribe(receiver.target);
  const playing = subscription.play().then(
    () => 'played',
    (error: Error) => ('kind' in error ? String(error.kind) : 'other'),
  );
  await engine.apply(mediaState([mainEncoder]));
  assert.is(await playing, 'gone');
  assert.is(engine.stream('VideoEncoder2'), undefined);
  receiver.close();
});

video.run();
