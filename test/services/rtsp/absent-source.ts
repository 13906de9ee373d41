import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRtpInfo } from '../../../services/rtsp/headers/rtp-info.ts';
import { until } from '../../until.ts';
import { FedStream } from './fed-stream.ts';
import { RtspClient } from './rtsp-client.ts';
import { type RunningServer, startServer } from './running-server.ts';

const absent = suite('a source that gives nothing');
const tcp = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
let running: RunningServer;

absent.before.each(async () => {
  running = await startServer({}, 60, { fed: true });
});

absent.after.each(() => running.stop());

/** The stream behind a track of `Both`. */
function source(track: number): FedStream {
  const stream = running.presentations.get('Both')?.tracks[track]?.stream;
  if (!(stream instanceof FedStream)) throw new Error('no stream that can be muted');
  return stream;
}

/** Sets both tracks up: channels 0 and 2. */
async function setUp(client: RtspClient, uri: string): Promise<string> {
  const first = await client.request('SETUP', `${uri}/track1`, tcp);
  const Session = first.headers.get('session')?.split(';')[0] ?? '';
  await client.request('SETUP', `${uri}/track2`, { ...tcp, Session });
  return Session;
}

absent('does not keep the other track of a session from playing, and follows when it gives something', async () => {
  const client = await RtspClient.open(running.port);
  const uri = running.uri('Both');
  const Session = await setUp(client, uri);
  source(1).mute = true;
  const play = await client.request('PLAY', uri, { Session });
  assert.is(play.status, 200);
  assert.equal(
    parseRtpInfo(play.headers.get('rtp-info') ?? '').map(({ url }) => url),
    [`${uri}/track1`],
  );
  await until(() => client.packets.filter(({ channel }) => channel === 0).length > 5, 'the track that is there');
  assert.not.ok(client.packets.some(({ channel }) => channel === 2));
  source(1).mute = false;
  await until(() => client.packets.filter(({ channel }) => channel === 2).length > 5, 'the one that came later');
  assert.is((await client.request('PAUSE', uri, { Session })).status, 200);
  client.close();
});

absent('is refused where nothing else plays, and may be asked for again', async () => {
  const client = await RtspClient.open(running.port);
  const uri = running.uri('Both');
  const Session = await setUp(client, uri);
  source(0).mute = true;
  source(1).mute = true;
  assert.is((await client.request('PLAY', uri, { Session })).status, 503);
  source(0).mute = false;
  assert.is((await client.request('PLAY', uri, { Session })).status, 200);
  client.close();
});

absent.run();
