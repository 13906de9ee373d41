// time limit: 120 s
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RtspClient } from '../services/rtsp/rtsp-client.ts';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { type SoapReply, soap } from './soap-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const working = suite('working encoders of the camera');

function ask({ summary, admin, password }: Camera, message: string): Promise<SoapReply> {
  return soap(new URL('/onvif/media2_service', summary.onvif).href, message, [admin, password]);
}

const h265 = `<tr2:SetVideoEncoderConfiguration><tr2:Configuration token="VideoEncoder1" GovLength="30" Profile="Main">
  <tt:Name>main</tt:Name><tt:UseCount>0</tt:UseCount><tt:Encoding>H265</tt:Encoding>
  <tt:Resolution><tt:Width>640</tt:Width><tt:Height>360</tt:Height></tt:Resolution>
  <tt:RateControl ConstantBitRate="true"><tt:FrameRateLimit>15</tt:FrameRateLimit>
  <tt:BitrateLimit>1000</tt:BitrateLimit></tt:RateControl><tt:Quality>50</tt:Quality>
  </tr2:Configuration></tr2:SetVideoEncoderConfiguration>`;

/** Codecs that an answer of Media2 names, in order. */
async function codecs(camera: Camera, operation: string, token = ''): Promise<string> {
  const { status, text } = await ask(camera, `<tr2:${operation}>${token}</tr2:${operation}>`);
  assert.is(status, 200, text);
  return [...text.matchAll(/<tt:Encoding>([^<]+)</g)].map(([, name]) => name).join(' ');
}

const first = '<tr2:ConfigurationToken>VideoEncoder1</tr2:ConfigurationToken>';
const encodings = (camera: Camera): Promise<string> => codecs(camera, 'GetVideoEncoderConfigurations', first);
const options = (camera: Camera): Promise<string> => codecs(camera, 'GetVideoEncoderConfigurationOptions');

/** Asks until the answer is the expected one. */
async function becomes(read: (camera: Camera) => Promise<string>, camera: Camera, expected: string): Promise<void> {
  let seen = '';
  const started = performance.now();
  while (performance.now() - started < 30_000) {
    seen = await read(camera);
    if (seen === expected) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.is(seen, expected);
}

/** The stream that was H.265 plays as H.264. */
async function plays({ summary, admin, password }: Camera): Promise<void> {
  const uri = summary.rtsp[0] ?? '';
  const client = await RtspClient.open(Number(new URL(uri).port), { name: admin, password });
  const { body } = await client.request('DESCRIBE', uri, { Accept: 'application/sdp' });
  assert.match(body, /^a=rtpmap:96 H264\/90000/m);
  await client.playInterleaved(uri);
  await until(() => client.packets.filter(({ channel }) => channel === 0).length > 10, 'packets');
  client.close();
}

/** A whole life of the camera on that folder. */
async function live(data: string, act: (camera: Camera) => Promise<void>): Promise<void> {
  const camera = await startCamera([], {}, data);
  try {
    await act(camera);
  } finally {
    await camera.stop();
  }
}

working('a stored codec that the machine has no encoder for gives way to H.264, for good', async () => {
  const data = temporaryFolder();
  const boardFile = join(data, 'board.yaml');
  await live(data, async (camera) => {
    const { status, text } = await ask(camera, h265);
    assert.is(status, 200, text);
    assert.equal([await encodings(camera), await options(camera)], ['H265', 'H264 H265 JPEG']);
  });
  // An element that is known, and on no machine that has no Jetson in it.
  writeFileSync(boardFile, 'encoderElements:\n  H265: [nvv4l2h265enc]\n');
  await live(data, async (camera) => {
    await becomes(options, camera, 'H264 JPEG');
    await becomes(encodings, camera, 'H264');
    const { status, text } = await ask(camera, h265);
    assert.is(status, 400, text);
    assert.match(text, /ter:ConfigModify/);
    await plays(camera);
    process.kill(camera.summary.mediaPid, 'SIGKILL');
    assert.is(await options(camera), 'H264 JPEG');
  });
  writeFileSync(boardFile, '{}\n');
  await live(data, async (camera) => {
    assert.equal([await encodings(camera), await options(camera)], ['H264', 'H264 H265 JPEG']);
  });
});

working.run();
