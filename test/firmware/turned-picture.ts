// time limit: 150 s
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { jpegSize } from '../jpeg-size.ts';
import { authorization, challenged } from '../services/auth/digest-client.ts';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const room = suite('turned picture of a camera');
const data = temporaryFolder();
let camera: Camera;

room.before(async () => {
  camera = await startCamera([], {}, data);
});
room.after(async () => {
  await camera.stop();
});

async function call(path: string, message: string): Promise<string> {
  const { status, text } = await soap(new URL(path, camera.summary.onvif).href, message, [
    camera.admin,
    camera.password,
  ]);
  assert.is(status, 200, text);
  return text;
}

const media = (message: string): Promise<string> => call('media_service', message);
const media2 = (message: string): Promise<string> => call('media2_service', message);

/** A whole configuration with this rotation. */
function configuration(rotate: string): string {
  const bounds = '<tt:Bounds x="0" y="0" width="1280" height="720"/>';
  const parts = `<tt:Name>source</tt:Name><tt:UseCount>0</tt:UseCount><tt:SourceToken>VideoSource1</tt:SourceToken>${bounds}`;
  return `${parts}<tt:Extension><tt:Rotate Mirror="false">${rotate}</tt:Rotate></tt:Extension>`;
}

async function snapshotSize(): Promise<{ readonly width: number; readonly height: number } | undefined> {
  const url = new URL(camera.summary.snapshot[1] ?? '');
  const challenge = (await fetch(url)).headers.get('www-authenticate') ?? '';
  const [realm, nonce] = [challenged(challenge, 'realm'), challenged(challenge, 'nonce')];
  const login = { username: camera.admin, password: camera.password, realm, nonce };
  const sent = { ...login, uri: url.pathname + url.search, nc: '00000001' };
  const reply = await fetch(url, { headers: { authorization: authorization(sent) } });
  return jpegSize(Buffer.from(await reply.arrayBuffer()));
}

/** Size of the stream as ffprobe decodes it, `360,640`. */
async function streamSize(): Promise<string> {
  const url = new URL(camera.summary.rtsp[1] ?? '');
  url.username = camera.admin;
  url.password = camera.password;
  const options = [
    '-v',
    'error',
    '-rtsp_transport',
    'tcp',
    '-select_streams',
    'v',
    '-show_entries',
    'stream=width,height',
  ];
  const { stdout } = await promisify(execFile)('ffprobe', [...options, '-of', 'csv=p=0', url.href], {
    timeout: 60_000,
  });
  return stdout.trim();
}

const rotated = /<tt:Rotate Mirror="false"><tt:Mode>ON<\/tt:Mode><tt:Degree>90<\/tt:Degree>/;

// shows MED-04, MD2-04
room(
  'is set in one media service, told in the other, seen in snapshot and stream, and there after a restart',
  async () => {
    const token = 'token="VideoSourceConfig1"';
    const turn = configuration('<tt:Mode>ON</tt:Mode><tt:Degree>90</tt:Degree>');
    const force = '<trt:ForcePersistence>true</trt:ForcePersistence>';
    await media(
      `<trt:SetVideoSourceConfiguration><trt:Configuration ${token}>${turn}</trt:Configuration>${force}</trt:SetVideoSourceConfiguration>`,
    );
    assert.match(await media2('<tr2:GetVideoSourceConfigurations/>'), rotated);
    assert.match(await media('<trt:GetServiceCapabilities/>'), /Rotation="true"/);
    await until(async () => (await snapshotSize())?.height === 640);
    assert.is(await streamSize(), '360,640');
    await camera.stop();
    camera = await startCamera([], {}, data);
    assert.match(await media('<trt:GetVideoSourceConfigurations/>'), rotated);
    assert.equal(await snapshotSize(), { width: 360, height: 640 });
    const back = configuration('<tt:Mode>OFF</tt:Mode>');
    await media2(
      `<tr2:SetVideoSourceConfiguration><tr2:Configuration ${token}>${back}</tr2:Configuration></tr2:SetVideoSourceConfiguration>`,
    );
    await until(async () => (await snapshotSize())?.height === 360);
    assert.is(await streamSize(), '640,360');
  },
);

room.run();
