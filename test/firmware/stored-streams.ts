// time limit: 120 s
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../until.ts';
import { GroupPackets } from './group-packets.ts';
import { documentsOf, playMetadata } from './metadata-client.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const streams = suite('stored settings of streams');
const run = promisify(execFile);

/** Codec, size and rate of the streams that ffprobe finds in a profile. */
async function probe({ summary, admin, password }: Camera, index: number): Promise<string> {
  const url = new URL(summary.rtsp[index] ?? '');
  Object.assign(url, { username: admin, password });
  const entries = 'stream=codec_name,width,height,avg_frame_rate';
  const words = ['-v', 'error', '-rtsp_transport', 'tcp', '-show_entries', entries, '-of', 'csv=p=0'];
  const { stdout } = await run('ffprobe', [...words, url.href], { timeout: 40_000 });
  return stdout.trim().split(/\s+/).join(' ');
}

/** Whether the first metadata document came compressed as its description says. */
async function compression(camera: Camera): Promise<string> {
  const { client, sdp } = await playMetadata(camera);
  await until(() => documentsOf(client).length > 0, 'a document');
  const [first = Buffer.alloc(0)] = documentsOf(client);
  client.close();
  const told = sdp.includes('vnd.onvif.metadata+gzip/90000');
  return `${told ? 'GZIP' : 'None'} ${gunzipSync(first).toString().slice(0, 5)}`;
}

const group = { address: '239.201.7.9', port: 42_420 } as const;

async function comes(): Promise<string> {
  const member = await GroupPackets.join(group.address, group.port);
  try {
    await until(() => member.count > 20, 'packets of the group');
    return 'packets';
  } finally {
    member.close();
  }
}

function multicast({ address, port }: { readonly address: string; readonly port: number }): string {
  return `<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>${address}</tt:IPv4Address></tt:Address>
    <tt:Port>${port}</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>true</tt:AutoStart></tt:Multicast>`;
}

interface Video {
  readonly token: string;
  readonly encoding: string;
  readonly size: readonly [width: number, height: number];
  readonly attributes?: string;
  readonly multicast?: string;
}

function video({ token, encoding, size: [width, height], attributes = '', multicast: group = '' }: Video): string {
  return `<tr2:SetVideoEncoderConfiguration><tr2:Configuration token="${token}"${attributes}><tt:Name>${token}</tt:Name>
    <tt:UseCount>0</tt:UseCount><tt:Encoding>${encoding}</tt:Encoding>
    <tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>
    <tt:RateControl><tt:FrameRateLimit>10</tt:FrameRateLimit><tt:BitrateLimit>700</tt:BitrateLimit></tt:RateControl>
    ${group}<tt:Quality>50</tt:Quality></tr2:Configuration></tr2:SetVideoEncoderConfiguration>`;
}

const aac = `<tr2:SetAudioEncoderConfiguration><tr2:Configuration token="AudioEncoder1"><tt:Name>audio</tt:Name>
  <tt:UseCount>0</tt:UseCount><tt:Encoding>mpeg4-generic</tt:Encoding>
  <tt:Bitrate>64</tt:Bitrate><tt:SampleRate>16</tt:SampleRate></tr2:Configuration></tr2:SetAudioEncoderConfiguration>`;

const gzip = `<tr2:SetMetadataConfiguration><tr2:Configuration token="Metadata1" CompressionType="GZIP">
  <tt:Name>metadata</tt:Name><tt:UseCount>0</tt:UseCount><tt:Events/>${multicast({ ...group, port: group.port + 2 })}
  <tt:SessionTimeout>PT60S</tt:SessionTimeout></tr2:Configuration></tr2:SetMetadataConfiguration>`;

const main = { token: 'VideoEncoder1', size: [800, 448], attributes: ' GovLength="20"' } as const;
const jpeg = video({ token: 'VideoEncoder1', encoding: 'JPEG', size: [640, 360] });
const h265 = video({ ...main, encoding: 'H265' });
const sub = video({ token: 'VideoEncoder2', encoding: 'H264', size: [640, 360], multicast: multicast(group) });

async function encoders({ summary, admin, password }: Camera): Promise<string> {
  return (await soap(summary.onvif, '<tr2:GetVideoEncoderConfigurations/>', [admin, password])).text;
}

type Check = readonly [name: string, seen: (camera: Camera) => Promise<string>, expected: RegExp];

const first: readonly Check[] = [['JPEG', (camera) => probe(camera, 0), /^mjpeg,640,360,\S+ pcm_mulaw/]];

const second: readonly Check[] = [
  ['H.265 and AAC, size and rate', (camera) => probe(camera, 0), /^hevc,800,448,10\/1 aac/],
  ['bit rate and length of the group of pictures', encoders, /GovLength="20"[\s\S]*<tt:BitrateLimit>700</],
  ['compressed metadata', compression, /^GZIP <\?xml$/],
  ['a multicast group', comes, /^packets$/],
];

const data = temporaryFolder();
let camera: Camera;

streams.before(async () => {
  camera = await startCamera([], {}, data);
});
streams.after(() => camera.stop().then(() => undefined));

/** Changes settings, looks whether clients see them, and once more after a restart. */
function testChanges(messages: readonly string[], checks: readonly Check[]): void {
  const names = checks.map(([name]) => name).join(', ');
  streams(`take: ${names}`, async () => {
    for (const message of messages) {
      const { status, text } = await soap(camera.summary.onvif, message, [camera.admin, camera.password]);
      assert.is(status, 200, text);
    }
  });
  for (const [name, seen, expected] of checks)
    streams(`reach clients at once: ${name}`, async () => assert.match(await seen(camera), expected));
  streams(`outlive the camera: ${names}`, async () => {
    await camera.stop();
    camera = await startCamera([], {}, data);
  });
  for (const [name, seen, expected] of checks)
    streams(`reach clients after a restart: ${name}`, async () => assert.match(await seen(camera), expected));
}

testChanges([jpeg], first);
testChanges([h265, sub, aac, gzip], second);

streams.run();
