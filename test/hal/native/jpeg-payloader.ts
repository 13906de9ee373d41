import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon } from '../../../hal/native/addon.ts';
import { until } from '../../until.ts';
import { parseJpegPayload, reassemble, segmentsOf } from '../jpeg-reassembly.ts';
import { openPair } from '../open-pair.ts';
import type { RtpPacket } from '../rtp-packets.ts';
import { UdpReceiver } from '../rtp-receivers.ts';

const payloader = suite('JPEG payloader');
const folder = mkdtempSync(join(tmpdir(), 'vedette-jpeg-'));
const start = 'filesrc name=file ! jpegparse ! frameloop name=loop ! onvifjpegpay mtu=1400';

payloader.after(() => rmSync(folder, { recursive: true }));

interface Picture {
  readonly width: number;
  readonly height: number;
  /** cjpeg's parameters */
  readonly options: readonly string[];
}

/** A picture with detail everywhere, encoded by libjpeg. */
function makePicture({ width, height, options }: Picture): string {
  const path = join(folder, `${width}x${height}${options.join('')}.jpg`);
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 1)
    pixels[at] = ((((at / 3) % width) * 3) ^ ((at / 3 / width) * 5) ^ (at % 3)) & 255;
  const made = spawnSync('cjpeg', ['-quality', '70', ...options], {
    input: Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), pixels]),
    maxBuffer: 1 << 28,
  });
  if (made.status !== 0) throw new Error(made.stderr.toString());
  writeFileSync(path, made.stdout);
  return path;
}

function decode(jpeg: Buffer): Buffer {
  const made = spawnSync('djpeg', ['-pnm'], { input: jpeg, maxBuffer: 1 << 28 });
  assert.is(made.stderr.toString(), '');
  return made.stdout;
}

function ffmpegDecode(jpeg: Buffer): string {
  const parameters = ['-v', 'error', '-f', 'mjpeg', '-i', 'pipe:0', '-f', 'rawvideo', '-pix_fmt', 'yuvj420p', 'pipe:1'];
  const made = spawnSync('ffmpeg', parameters, { input: jpeg, maxBuffer: 1 << 28 });
  return `${made.stderr.toString().replace(/\[swscaler.*\n/g, '')}${made.stdout.length}`;
}

/** The packets of one picture as a receiver gets them. */
async function packetsOf(path: string): Promise<readonly RtpPacket[]> {
  const hub = addon.openHub('jpeg', { clockRate: 90_000, unit: 'picture' }, () => undefined);
  const pair = openPair();
  const receiver = await UdpReceiver.open();
  const subscriber = addon.subscribeUdp(hub, pair, receiver.address, receiver.ports.rtp, receiver.ports.rtcp);
  const properties = { file: { location: path }, loop: { rate: 5 }, sink: { hub: 'jpeg' } };
  const pipeline = new Pipeline({ launch: `${start} ! rtpfanoutsink name=sink`, properties }, 'jpeg', (kind, text) =>
    assert.unreachable(`${kind} ${text}`),
  );
  pipeline.play();
  await new Promise<void>((resolve) => addon.play(subscriber, () => resolve()));
  addon.start(subscriber);
  await until(() => receiver.rtp.some((packet) => packet.marker), 'a picture');
  pipeline.release();
  addon.closeHub(hub);
  addon.closePair(pair);
  receiver.close();
  return receiver.rtp.slice(0, receiver.rtp.findIndex((packet) => packet.marker) + 1);
}

/** What GStreamer's own depayloader makes of it. */
async function depayloaded(path: string): Promise<Buffer> {
  const properties = { file: { location: path }, loop: { rate: 5 }, sink: { channel: 'jpeg' } };
  const pipeline = new Pipeline(
    { launch: `${start} ! rtpjpegdepay ! framesink name=sink derived=true`, properties },
    'jpeg',
    () => assert.unreachable('a failed pipeline'),
  );
  const taken: Buffer[] = [];
  addon.takeFrame('jpeg', (frame) => frame && taken.push(frame));
  pipeline.play();
  await until(() => taken.length > 0, 'a picture');
  pipeline.release();
  return taken[0] ?? Buffer.alloc(0);
}

const plain: readonly (Picture & { readonly type: number })[] = [
  { width: 640, height: 360, options: [], type: 1 },
  { width: 640, height: 360, options: ['-sample', '2x1'], type: 0 },
  { width: 320, height: 240, options: ['-restart', '1'], type: 65 },
  { width: 320, height: 240, options: ['-sample', '2x1', '-restart', '5B'], type: 64 },
  { width: 2040, height: 64, options: [], type: 1 },
];

// shows STR-60, STR-63, STR-64
for (const picture of plain)
  payloader(
    `is read by RFC 2435 receivers: ${picture.width}x${picture.height} ${picture.options.join(' ')}`,
    async () => {
      const path = makePicture(picture);
      const packets = await packetsOf(path);
      const payloads = packets.map((packet) => parseJpegPayload(packet.payload));
      assert.ok(packets.every((packet) => packet.extension === undefined && packet.payloadType === 26));
      assert.ok(packets.every((packet) => packet.payload.length <= 1400 - 12));
      assert.ok(payloads.every((each) => each.type === picture.type && each.q === 255));
      assert.ok(payloads.every((each) => each.width === picture.width && each.height === picture.height));
      assert.equal(
        payloads.flatMap((each, index) => (each.tables === undefined ? [] : [index, each.tables.length])),
        [0, 128],
      );
      let offset = 0;
      for (const each of payloads) {
        assert.is(each.offset, offset);
        assert.is(each.restart?.count, picture.type >= 64 ? 0xffff : undefined);
        offset += each.scan.length;
      }
      assert.is(packets.filter((packet) => packet.marker).length, 1);
      assert.equal(decode(await depayloaded(path)), decode(readFileSync(path)));
    },
  );

const extended: readonly (Picture & { readonly header: readonly [number, number] })[] = [
  { width: 2560, height: 1440, options: [], header: [0, 0] },
  { width: 2560, height: 1440, options: ['-restart', '4', '-sample', '2x1'], header: [0, 0] },
  { width: 2048, height: 64, options: [], header: [0, 0] },
  { width: 640, height: 360, options: ['-optimize'], header: [640, 360] },
  { width: 640, height: 360, options: ['-grayscale'], header: [640, 360] },
  { width: 640, height: 360, options: ['-sample', '1x1'], header: [640, 360] },
];

// shows STR-61, STR-62, STR-63
for (const picture of extended)
  payloader(`has ONVIF's extension: ${picture.width}x${picture.height} ${picture.options.join(' ')}`, async () => {
    const path = makePicture(picture);
    const packets = await packetsOf(path);
    const payloads = packets.map((packet) => parseJpegPayload(packet.payload));
    assert.equal([payloads[0]?.width, payloads[0]?.height], picture.header);
    assert.is(payloads[0]?.offset, 0);
    const segments = segmentsOf(packets[0]?.extension?.data ?? Buffer.alloc(0));
    for (const needed of [0xdb, 0xc4, 0xc0, 0xda]) assert.ok(segments.includes(needed), `${needed}`);
    assert.is(segments.includes(0xdd), picture.options.includes('-restart'));
    const rebuilt = reassemble(packets);
    assert.equal(decode(rebuilt), decode(readFileSync(path)));
    assert.is(ffmpegDecode(rebuilt), String((picture.width * picture.height * 3) / 2));
  });

const broken: readonly (readonly [string, (jpeg: Buffer) => Buffer])[] = [
  ['a progressive picture', () => readFileSync(makePicture({ width: 64, height: 64, options: ['-progressive'] }))],
  ['a picture without tables', (jpeg) => Buffer.concat([jpeg.subarray(0, 20), jpeg.subarray(20 + 2 * 69)])],
  ['a segment beyond the end', (jpeg) => Buffer.concat([jpeg.subarray(0, 22), Buffer.from([255]), jpeg.subarray(23)])],
];

for (const [what, change] of broken)
  payloader(`refuses ${what}`, async () => {
    const picture = change(readFileSync(makePicture({ width: 64, height: 64, options: [] })));
    let reason = '';
    const launch = 'framesrc name=source ! onvifjpegpay ! framesink name=sink derived=true';
    const properties = { source: { channel: 'broken' }, sink: { channel: 'refused' } };
    const pipeline = new Pipeline({ launch, properties }, 'refused', (_, text) => {
      reason ||= text;
    });
    pipeline.play();
    await until(() => {
      addon.publish('broken', 'image/jpeg', picture);
      return reason !== '';
    }, 'a refusal');
    pipeline.release();
    assert.match(reason, /cannot be sent by RTP/);
  });

payloader.run();
