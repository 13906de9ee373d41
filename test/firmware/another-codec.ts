// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rtcpTypes } from '../hal/rtp-packets.ts';
import { RtspClient } from '../services/rtsp/rtsp-client.ts';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';

const another = suite('another codec while clients play');

function configuration(encoding: string, profile: string): string {
  return `<tr2:SetVideoEncoderConfiguration><tr2:Configuration token="VideoEncoder1"${profile}>
    <tt:Name>main</tt:Name><tt:UseCount>0</tt:UseCount><tt:Encoding>${encoding}</tt:Encoding>
    <tt:Resolution><tt:Width>640</tt:Width><tt:Height>360</tt:Height></tt:Resolution>
    <tt:RateControl ConstantBitRate="${encoding !== 'JPEG'}"><tt:FrameRateLimit>15</tt:FrameRateLimit>
    <tt:BitrateLimit>1000</tt:BitrateLimit></tt:RateControl><tt:Quality>50</tt:Quality>
    </tr2:Configuration></tr2:SetVideoEncoderConfiguration>`;
}

async function setCodec(camera: Camera, encoding: string, profile: string): Promise<void> {
  const service = new URL('/onvif/media2_service', camera.summary.onvif).href;
  const reply = await soap(service, configuration(encoding, profile), [camera.admin, camera.password]);
  assert.is(reply.status, 200, reply.text);
}

const steps: readonly (readonly [encoding: string, profile: string, rtpmap: RegExp])[] = [
  ['H265', ' GovLength="30" Profile="Main"', /^m=video \d+ RTP\/AVP 96[\s\S]*^a=rtpmap:96 H265\/90000/m],
  ['JPEG', '', /^m=video \d+ RTP\/AVP 26[\s\S]*^a=rtpmap:26 JPEG\/90000/m],
  ['H264', ' GovLength="30" Profile="Main"', /^m=video \d+ RTP\/AVP 96[\s\S]*^a=rtpmap:96 H264\/90000/m],
];

another('ends the streams with BYE and the sessions, and DESCRIBE shows the new one', async () => {
  const camera = await startCamera([]);
  const uri = camera.summary.rtsp[0] ?? '';
  const open = (): Promise<RtspClient> =>
    RtspClient.open(Number(new URL(uri).port), { name: camera.admin, password: camera.password });
  const saidBye = (client: RtspClient): boolean =>
    client.packets.some(({ channel, bytes }) => channel === 1 && rtcpTypes(bytes).includes(203));
  try {
    for (const [encoding, profile, rtpmap] of steps) {
      const clients = [await open(), await open()];
      const sessions = await Promise.all(clients.map((client) => client.playInterleaved(uri)));
      await until(() => clients.every((client) => client.packets.some(({ channel }) => channel === 0)), 'packets');
      await setCodec(camera, encoding, profile);
      await until(() => clients.every(saidBye), 'BYE');
      for (const [index, client] of clients.entries()) {
        const reply = await client.request('GET_PARAMETER', uri, { Session: sessions[index] ?? '' });
        assert.ok(reply.status === 454 || client.closed, `${encoding}: the old session answers ${reply.status}`);
        client.close();
      }
      const fresh = await open();
      const { body } = await fresh.request('DESCRIBE', uri, { Accept: 'application/sdp' });
      assert.match(body, rtpmap);
      await fresh.playInterleaved(uri);
      await until(() => fresh.packets.filter(({ channel }) => channel === 0).length > 10, `packets of ${encoding}`);
      fresh.close();
    }
  } finally {
    await camera.stop();
  }
});

another.run();
