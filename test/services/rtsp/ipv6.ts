// time limit: 60 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { UdpReceiver } from '../../hal/rtp-receivers.ts';
import { until } from '../../until.ts';
import { RtspClient } from './rtsp-client.ts';
import { type RunningServer, startServer } from './running-server.ts';

const ipv6 = suite('ipv6');

let running: RunningServer;

ipv6.before(async () => {
  running = await startServer({}, 60, { host: '::1' });
});
ipv6.after(() => running.stop());

// shows STR-07, STR-49
ipv6('describes and plays over IPv6, by UDP and interleaved', async () => {
  const client = await RtspClient.open(running.port, undefined, '::1');
  const uri = running.uri('Profile2');
  const described = await client.request('DESCRIBE', uri);
  assert.match(described.body, 'IN IP6 ::1\r\n');
  assert.match(described.body, 'c=IN IP6 ::\r\n');
  const receiver = await UdpReceiver.open('::1');
  const Transport = `RTP/AVP;unicast;client_port=${receiver.ports.rtp}-${receiver.ports.rtcp}`;
  const setup = await client.request('SETUP', `${uri}/track1`, { Transport });
  assert.match(setup.headers.get('transport') ?? '', 'source=::1;');
  const Session = setup.headers.get('session')?.split(';')[0] ?? '';
  await client.request('PLAY', uri, { Session });
  await until(() => receiver.rtp.length > 10, 'packets by UDP');
  await client.request('TEARDOWN', uri, { Session });
  await client.playInterleaved(uri);
  await until(() => client.packets.length > 10, 'packets over TCP');
  receiver.close();
  client.close();
});

ipv6.run();
