// time limit: 240 s
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { launch } from '../gst-launch.ts';
import { type Camera, cameraUnderTest, streamUrl } from './camera-under-test.ts';

const decoders = suite('decoders');
const run = promisify(execFile);

let camera: Camera;

decoders.before(async () => {
  camera = await cameraUnderTest();
});

decoders.after(async () => {
  await camera.stop();
});

// shows STR-01, STR-03, COD-02
for (const transport of ['udp', 'tcp']) {
  decoders(`ffmpeg decodes 100 frames over ${transport} without an error`, async () => {
    const words = [
      '-v',
      'warning',
      '-rtsp_transport',
      transport,
      '-i',
      streamUrl(camera, 0),
      '-frames:v',
      '100',
      '-f',
      'framemd5',
      '-',
    ];
    const { stdout, stderr } = await run('ffmpeg', words, { timeout: 60_000 });
    assert.is(stdout.split('\n').filter((line) => /^0,/.test(line)).length, 100);
    assert.is(stderr.replace(/.*(deprecated|Guessed|bitrate).*\n/g, ''), '');
  });

  decoders(`GStreamer rtspsrc decodes 100 frames over ${transport} without an error`, async () => {
    const source = `rtspsrc location=${streamUrl(camera, 1)} protocols=${transport} latency=100`;
    const decode =
      'rtph264depay ! h264parse ! avdec_h264 ! identity eos-after=101 silent=false ! fakesink silent=false';
    const { played, errors } = await launch(`${source} ! ${decode}`);
    assert.ok(played !== undefined, errors);
    assert.not.match(played, /ERROR|WARNING/);
  });
}

decoders('ffprobe sees the size, rate and codec of both streams', async () => {
  for (const [index, expected] of [
    [0, { codec_name: 'h264', width: 1280, height: 720 }],
    [1, { codec_name: 'h264', width: 640, height: 360 }],
  ] as const) {
    const words = [
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name,width,height',
      '-of',
      'json',
      streamUrl(camera, index),
    ];
    const { stdout } = await run('ffprobe', words, { timeout: 30_000 });
    assert.equal((JSON.parse(stdout) as { streams: unknown[] }).streams[0], expected);
  }
});

decoders.run();
