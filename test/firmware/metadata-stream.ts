// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { validateMessages } from '../services/discovery/official-validator.ts';
import { RtspClient } from '../services/rtsp/rtsp-client.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';

const metadata = suite('metadata stream');

/** Control URI of the application section of an SDP. */
function controlOf(sdp: string, uri: string): string {
  const section = sdp.split(/^m=/m).find((one) => one.startsWith('application')) ?? '';
  assert.match(section, /a=rtpmap:\d+ vnd\.onvif\.metadata\/90000/);
  const control = /a=control:(\S+)/.exec(section)?.[1] ?? '';
  return control.startsWith('rtsp:') ? control : `${uri}/${control}`;
}

/** Documents that came so far: payloads up to each marker bit (STR-71). */
function documentsOf(client: RtspClient): readonly string[] {
  const documents: string[] = [];
  let parts: Buffer[] = [];
  for (const { channel, bytes } of client.packets) {
    if (channel !== 0) continue;
    parts.push(bytes.subarray(12));
    if (((bytes[1] ?? 0) & 0x80) === 0) continue;
    documents.push(Buffer.concat(parts).toString());
    parts = [];
  }
  return documents;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; !holds(); await new Promise((resolve) => setTimeout(resolve, 20)))
    assert.ok(Date.now() < end, `${what} did not happen`);
}

/** Plays the metadata track of the first profile alone. */
async function play(camera: Camera): Promise<{ client: RtspClient; session: string; uri: string }> {
  const uri = camera.summary.rtsp[0] ?? '';
  const client = await RtspClient.open(Number(new URL(uri).port), { name: camera.admin, password: camera.password });
  const { body } = await client.request('DESCRIBE', uri, { Accept: 'application/sdp' });
  const setup = await client.request('SETUP', controlOf(body, uri), {
    Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1',
  });
  assert.is(setup.status, 200);
  const session = setup.headers.get('session')?.split(';')[0] ?? '';
  const { status } = await client.request('PLAY', uri, { Session: session });
  assert.is(status, 200);
  return { client, session, uri };
}

metadata(
  // shows STR-56, STR-70, STR-71, STR-72
  'a client over TCP gets properties first, and a document in each second',
  async () => {
    const camera = await startCamera([]);
    try {
      const { client, session, uri } = await play(camera);
      const documents = (): readonly string[] => documentsOf(client);
      await until('several documents', () => documents().length >= 4);
      assert.match(documents()[0] ?? '', 'PropertyOperation="Initialized"');

      const before = documents().length;
      const profile = new URL(uri).pathname.slice(1);
      const message = `<tr2:SetSynchronizationPoint><tr2:ProfileToken>${profile}</tr2:ProfileToken></tr2:SetSynchronizationPoint>`;
      assert.is((await soap(camera.summary.onvif, message, [camera.admin, camera.password])).status, 200);
      await until('properties again', () => {
        const later = documents().slice(before);
        return later.some((one) => one.includes('Initialized') && one.includes('OperatingTime/LastReboot'));
      });

      const other = await play(camera);
      await until('a second client', () => documents().some((one) => one.includes('Value="127.0.0.1 127.0.0.1"')));
      await other.client.request('TEARDOWN', other.uri, { Session: other.session });
      other.client.close();
      await validateMessages(Object.fromEntries(documents().map((one, index) => [`document-${index}`, one])));
      await client.request('TEARDOWN', uri, { Session: session });
      client.close();
    } finally {
      await camera.stop();
    }
  },
);

metadata.run();
