import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { h264 } from '../../../hal/codecs/h264.ts';
import { openVideoCapture } from '../../../hal/gstreamer/capture/capture.ts';
import { EncodedStream } from '../../../hal/gstreamer/encode/encoded-stream.ts';
import { EncoderChoice } from '../../../hal/gstreamer/encode/encoder-choice.ts';
import { engineLimits } from '../../../hal/gstreamer/pipeline/engine-limits.ts';
import { addon } from '../../../hal/native/addon.ts';
import { type MediaEngine, type MediaEngineEvent, noMasks } from '../../../hal/ports/media-engine.ts';
import { until } from '../../until.ts';
import { filter } from '../access-units.ts';
import { parseJpegPayload, reassemble } from '../jpeg-reassembly.ts';
import { distance, parseRtp, type RtpPacket } from '../rtp-packets.ts';
import { InterleavedReceiver } from '../rtp-receivers.ts';
import { recordPackets } from '../rtp-recording.ts';
import { mediaState, startEngine, streamOf, subEncoder } from '../running-engine.ts';
import { readSceneCounter } from '../scene-counter.ts';
import { codecCases, height, stateOf, width } from './codec-cases.ts';

const codecs = suite('video codecs');
const folder = mkdtempSync(join(tmpdir(), 'vedette-video-'));
let engine: MediaEngine;

codecs.before.each(async () => {
  engine = await startEngine([]);
});

codecs.after.each(() => engine.stop());

codecs.after(() => rmSync(folder, { recursive: true }));

for (const { codec, startsKey } of codecCases) {
  codecs(`${codec} starts a joining receiver with a key frame of this moment`, async () => {
    await engine.apply(mediaState([stateOf(codec, { frameRate: 10, govLength: 300 })]));
    await recordPackets(engine, subEncoder.id, 1000, () => undefined);
    const waits: number[] = [];
    for (let join = 0; join < 5; join += 1) {
      const receiver = await InterleavedReceiver.open(engine);
      const subscription = streamOf(engine, subEncoder.id).subscribe(receiver.target);
      const joined = Date.now();
      const { wallClock } = await subscription.play();
      waits.push(wallClock - joined);
      subscription.start();
      await until(() => receiver.rtp.length > 8, 'packets');
      subscription.close();
      receiver.close();
      const [first] = receiver.rtp;
      assert.ok(first !== undefined && startsKey(first), 'the first packet begins a key frame');
      receiver.rtp.forEach((packet, index) => {
        const before = receiver.rtp[index - 1];
        if (before !== undefined) assert.is(distance(before.sequence, packet.sequence, 16), 1);
      });
    }
    // Two frame intervals, by the capture time of the frame, so that encoding on a busy machine does not count.
    const [, , median = Number.NaN] = waits.sort((one, other) => one - other);
    assert.ok(median <= 200, `the first pictures were taken ${waits} ms after the join`);
  });
}

codecs('change the quality of JPEG without a new stream', async () => {
  await engine.apply(mediaState([stateOf('JPEG', { quality: 90, bitrate: 16_000 })]));
  const stream = streamOf(engine, subEncoder.id);
  const sizes: number[] = [];
  let seen: () => void = () => undefined;
  const enough = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const recorded = recordPackets(engine, subEncoder.id, enough, (packet) => {
    const { offset, scan } = parseJpegPayload(parseRtp(packet).payload);
    if (offset === 0) sizes.push(0);
    sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) + scan.length;
  });
  await until(() => sizes.length > 8, 'pictures');
  await engine.apply(mediaState([stateOf('JPEG', { quality: 10, bitrate: 16_000 })]));
  // The last picture may be incomplete.
  await until(() => (sizes[3] ?? 0) > 3 * (sizes.at(-2) ?? 0), 'smaller pictures');
  seen();
  await recorded;
  assert.is(streamOf(engine, subEncoder.id), stream);
});

// shows STR-61, STR-62
codecs('JPEG beyond 2040 pixels is rebuilt by the rules of ONVIF and decoded by ffmpeg', async () => {
  await engine.apply(mediaState([stateOf('JPEG', { width: 2560, height: 1440, frameRate: 2 })]));
  const packets: RtpPacket[] = [];
  await recordPackets(engine, subEncoder.id, 1500, (packet) => packets.push(parseRtp(packet)));
  const picture = reassemble(packets.slice(0, packets.findIndex((packet) => packet.marker) + 1));
  const gray = ['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'];
  const luma = await filter('ffmpeg', ['-v', 'fatal', '-f', 'mjpeg', '-i', 'pipe:0', ...gray], picture);
  assert.is(luma.length, 2560 * 1440);
  assert.type(readSceneCounter({ bytes: luma, width: 2560, height: 1440 }), 'number');
});

codecs('make a new stream for another codec, and end sessions of the old one with BYE', async () => {
  await engine.apply(mediaState([stateOf('H264')]));
  const before = streamOf(engine, subEncoder.id);
  const reports: Buffer[] = [];
  const recorded = recordPackets(
    engine,
    subEncoder.id,
    1500,
    () => undefined,
    (packet) => reports.push(packet),
  );
  await new Promise((resolve) => setTimeout(resolve, 800));
  await engine.apply(mediaState([stateOf('JPEG')]));
  await recorded;
  assert.ok(reports.some((packet) => packet.includes(Buffer.from([0x81, 203]))));
  assert.is.not(streamOf(engine, subEncoder.id), before);
  assert.is((await streamOf(engine, subEncoder.id).describe()).encodingName, 'JPEG');
});

codecs('replace an encoder that does not start by the next, and report that', async () => {
  const x264 = h264.encoders.find(({ element }) => element === 'x264enc');
  if (x264 === undefined) throw new Error('no encoder');
  const broken = {
    ...x264,
    element: 'identity',
    launch: () => 'identity name=encoder error-after=1',
    settings: () => ({}),
  };
  const missing = { ...x264, element: 'nosuchelement' };
  const encoders = new EncoderChoice('H264', [missing, broken, x264], undefined);
  const events: MediaEngineEvent[] = [];
  const log = pino({ level: 'silent' });
  const reporting = { limits: engineLimits, log, onEvent: (event: MediaEngineEvent) => events.push(event) };
  const [fact] = virtual.sources;
  if (fact === undefined) throw new Error('no source');
  addon.setMasks('VideoSource9', noMasks);
  const capture = openVideoCapture(
    fact.camera,
    { id: 'VideoSource9', width, height, frameRate: 10, masks: noMasks },
    { limits: engineLimits, log, onEvent: () => undefined },
  );
  const state = stateOf('H264', { source: 'VideoSource9' });
  const stream = new EncodedStream({
    ...reporting,
    state,
    capture,
    kind: {
      clockRate: 90_000,
      unit: 'picture',
      encoders,
      describe: (_, caps) => caps && { media: 'video', payloadType: 96, encodingName: 'H264', clockRate: 90_000 },
      plan: (now) => ({
        launch: `framesrc name=source ! ${encoders.current.launch(now)} ! ${h264.payloader} ! rtpfanoutsink name=sink`,
        properties: { source: { channel: capture.id }, sink: { hub: now.id }, encoder: encoders.current.settings(now) },
      }),
    },
  });
  const end = setInterval(() => undefined, 1000);
  assert.is(
    await stream.describe().then(
      () => 'described',
      () => 'failed',
    ),
    'failed',
  );
  assert.is(events[0]?.kind, 'pipeline-failed');
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.is((await stream.describe()).encodingName, 'H264');
  assert.is(encoders.current.element, 'x264enc');
  assert.is(events.at(-1)?.kind, 'pipeline-recovered');
  stream.close();
  capture.close();
  clearInterval(end);
});

codecs('use the encoder that the board prefers', () => {
  assert.is(new EncoderChoice('H264', h264.encoders, ['openh264enc', 'x264enc']).current.element, 'openh264enc');
  assert.throws(() => new EncoderChoice('H264', h264.encoders, ['v4l2h264enc']).current, /no H264 encoder/);
});

codecs.run();
