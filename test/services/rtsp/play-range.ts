import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRange } from '../../../services/rtsp/headers/range.ts';
import { parseRtpInfo } from '../../../services/rtsp/headers/rtp-info.ts';
import { parseSenderReport, rtcpTypes } from '../../hal/rtp-packets.ts';
import { until } from '../../until.ts';
import { type Reply, RtspClient } from './rtsp-client.ts';
import { type RunningServer, startServer } from './running-server.ts';

const playRange = suite('play range');

let running: RunningServer;

playRange.before(async () => {
  running = await startServer({}, 60, { fed: true });
});
playRange.after(() => running.stop());

const rangeOf = (reply: Reply): string => reply.headers.get('range') ?? '';

/** Sets both tracks up, 0-1 and 2-3, and plays them. */
async function playBoth(client: RtspClient, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const uri = running.uri('Both');
  const Transport = 'RTP/AVP/TCP;unicast;interleaved=0-1';
  const first = await client.request('SETUP', `${uri}/track1`, { Transport });
  const Session = first.headers.get('session')?.split(';')[0] ?? '';
  await client.request('SETUP', `${uri}/track2`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=2-3', Session });
  return client.request('PLAY', uri, { Session, ...headers });
}

// shows STR-28
playRange('the RTP time of each track is that of the start of the range', async () => {
  // Another client plays already: its stream is in the middle of a frame interval when the second one joins.
  const other = await RtspClient.open(running.port);
  await other.playInterleaved(running.uri('Both'));
  const client = await RtspClient.open(running.port);
  const play = await playBoth(client);
  const range = parseRange(rangeOf(play));
  assert.ok(range?.unit === 'clock');
  const infos = parseRtpInfo(play.headers.get('rtp-info') ?? '');
  assert.is(infos.length, 2);
  for (const [index, { rtpTime }] of infos.entries()) {
    const isReport = ({ channel, bytes }: RtspClient['packets'][number]): boolean =>
      channel === 2 * index + 1 && rtcpTypes(bytes).includes(200);
    await until(() => client.packets.some(isReport), 'a sender report');
    const report = parseSenderReport(client.packets.find(isReport)?.bytes ?? Buffer.alloc(0));
    // Wall clock of the RTP time that RTP-Info names, by the clock that the report tells.
    const instant = report.wallClock - ((report.rtpTime - rtpTime) | 0) / 90;
    assert.ok(
      Math.abs(instant - range.start) < 2,
      `track ${index + 1} is ${(instant - range.start).toFixed(1)} ms off`,
    );
  }
  for (const one of [other, client]) one.close();
});

// shows STR-28
playRange('a PLAY without range, from now, or in UTC is answered in UTC', async () => {
  const client = await RtspClient.open(running.port);
  for (const headers of [{}, { Range: 'npt=now-' }, { Range: 'clock=20260301T101112Z-' }])
    assert.match(rangeOf(await playBoth(client, headers)), /^clock=\d{8}T\d{6}\.\d{3}Z-$/);
  client.close();
});

playRange('a PLAY that asks in seconds is answered in seconds since the first PLAY (RFC 2326 10.5)', async () => {
  const client = await RtspClient.open(running.port);
  const play = await playBoth(client, { Range: 'npt=0.000-' });
  assert.is(rangeOf(play), 'npt=0.000-');
  const Session = play.headers.get('session')?.split(';')[0] ?? '';
  await client.request('PAUSE', running.uri('Both'), { Session });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const again = parseRange(rangeOf(await client.request('PLAY', running.uri('Both'), { Session, Range: 'npt=0-' })));
  assert.ok(again?.unit === 'npt' && again.start !== 'now' && again.start >= 0.3);
  client.close();
});

playRange.run();
