import * as assert from 'uvu/assert';
import { RtspClient } from '../services/rtsp/rtsp-client.ts';
import type { Camera } from './running-camera.ts';

/** Control URI of the application section of an SDP. */
function controlOf(sdp: string, uri: string): string {
  const section = sdp.split(/^m=/m).find((one) => one.startsWith('application')) ?? '';
  assert.match(section, /a=rtpmap:\d+ vnd\.onvif\.metadata(\+gzip)?\/90000/);
  const control = /a=control:(\S+)/.exec(section)?.[1] ?? '';
  return control.startsWith('rtsp:') ? control : `${uri}/${control}`;
}

/** Documents that came so far: payloads up to each marker bit (STR-71). */
export function documentsOf(client: RtspClient): readonly Buffer[] {
  const documents: Buffer[] = [];
  let parts: Buffer[] = [];
  for (const { channel, bytes } of client.packets) {
    if (channel !== 0) continue;
    parts.push(bytes.subarray(12));
    if (((bytes[1] ?? 0) & 0x80) === 0) continue;
    documents.push(Buffer.concat(parts));
    parts = [];
  }
  return documents;
}

interface PlayingMetadata {
  readonly client: RtspClient;
  readonly session: string;
  readonly uri: string;
  /** The description that it plays from. */
  readonly sdp: string;
}

/** Plays the metadata track of the first profile alone. */
export async function playMetadata(camera: Camera): Promise<PlayingMetadata> {
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
  return { client, session, uri, sdp: body };
}
