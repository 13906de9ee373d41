// time limit: 300 s
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

/** Names of the codecs that ffprobe finds in the first profile. */
async function codecs({ summary, admin, password }: Camera): Promise<string> {
  const url = new URL(summary.rtsp[0] ?? '');
  Object.assign(url, { username: admin, password });
  const words = ['-v', 'error', '-rtsp_transport', 'tcp', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0'];
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

function video(encoding: string, more = ''): string {
  return `<tr2:SetVideoEncoderConfiguration><tr2:Configuration token="VideoEncoder1"><tt:Name>main</tt:Name>
    <tt:UseCount>0</tt:UseCount><tt:Encoding>${encoding}</tt:Encoding>
    <tt:Resolution><tt:Width>640</tt:Width><tt:Height>360</tt:Height></tt:Resolution>
    <tt:RateControl><tt:FrameRateLimit>15</tt:FrameRateLimit><tt:BitrateLimit>1000</tt:BitrateLimit></tt:RateControl>
    ${more}<tt:Quality>50</tt:Quality></tr2:Configuration></tr2:SetVideoEncoderConfiguration>`;
}

const aac = `<tr2:SetAudioEncoderConfiguration><tr2:Configuration token="AudioEncoder1"><tt:Name>audio</tt:Name>
  <tt:UseCount>0</tt:UseCount><tt:Encoding>mpeg4-generic</tt:Encoding>
  <tt:Bitrate>64</tt:Bitrate><tt:SampleRate>16</tt:SampleRate></tr2:Configuration></tr2:SetAudioEncoderConfiguration>`;

const gzip = `<tr2:SetMetadataConfiguration><tr2:Configuration token="Metadata1" CompressionType="GZIP">
  <tt:Name>metadata</tt:Name><tt:UseCount>0</tt:UseCount><tt:Events/>${multicast({ ...group, port: group.port + 2 })}
  <tt:SessionTimeout>PT60S</tt:SessionTimeout></tr2:Configuration></tr2:SetMetadataConfiguration>`;

const changes: readonly (readonly [
  name: string,
  message: string,
  seen: (camera: Camera) => Promise<string>,
  expected: RegExp,
])[] = [
  ['H.265', video('H265'), codecs, /^hevc pcm_mulaw/],
  ['JPEG', video('JPEG'), codecs, /^mjpeg pcm_mulaw/],
  ['AAC', aac, codecs, /^h264 aac/],
  ['compressed metadata', gzip, compression, /^GZIP <\?xml$/],
  ['a multicast group', video('H264', multicast(group)), comes, /^packets$/],
];

for (const [name, message, seen, expected] of changes) {
  streams(`${name} reaches clients at once and after a restart`, async () => {
    const data = temporaryFolder();
    for (const life of ['first', 'second']) {
      const camera = await startCamera([], {}, data);
      try {
        if (life === 'first') {
          const { status, text } = await soap(camera.summary.onvif, message, [camera.admin, camera.password]);
          assert.is(status, 200, text);
        }
        assert.match(await seen(camera), expected, `${life} life`);
      } finally {
        await camera.stop();
      }
    }
  });
}

streams.run();
