// time limit: 90 s
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { UdpReceiver } from '../../hal/rtp-receivers.ts';
import { stepClock } from '../../stepped-clock.ts';
import { until } from '../../until.ts';
import { handedSocket } from './handed.ts';
import { RtspClient } from './rtsp-client.ts';
import { type RunningServer, startServer } from './running-server.ts';

const clockSteps = suite('RTSP while the clock is set');

let running: RunningServer;
clockSteps.before(async () => {
  running = await startServer({ idleTime: 3_000, requestTime: 3_000, tunnelTime: 3_000 }, 2, { fed: true });
});
clockSteps.after(async () => {
  stepClock(0);
  await running.stop();
});

const isOpen = (session: string): boolean => running.server.sessions.some(({ id }) => id === session);

const hour = 3_600_000;
for (const [name, step] of [
  ['a minute ahead', 70_000],
  ['a day ahead', 24 * hour],
  ['an hour back', -hour],
  ['ten years back', -87_600 * hour],
] as const)
  clockSteps(`${name}: what lives stays, what is dead goes`, async () => {
    const client = await RtspClient.open(running.port);
    const receiver = await UdpReceiver.open();
    const uri = running.uri('Profile2');
    const Transport = `RTP/AVP;unicast;client_port=${receiver.ports.rtp}-${receiver.ports.rtcp}`;
    const setup = await client.request('SETUP', `${uri}/track1`, { Transport });
    const session = setup.headers.get('session')?.split(';')[0] ?? '';
    assert.is((await client.request('PLAY', uri, { Session: session })).status, 200);
    await until(() => receiver.rtp.length > 0, 'packets');
    const half = await handedSocket(running, { role: 'tunnel-get', cookie: name });
    let isHalfOpen = true;
    half.once('close', () => {
      isHalfOpen = false;
    });
    stepClock(step);
    // Sweeps of the server have passed: nothing has ended before its time.
    await sleep(1_300);
    assert.ok(isOpen(session) && isHalfOpen && !client.closed, 'too early');
    const { length } = receiver.rtp;
    assert.is((await client.request('GET_PARAMETER', uri, { Session: session })).status, 200);
    await until(() => receiver.rtp.length > length, 'more packets');
    await until(() => !isOpen(session), 'the end of a session without a sign of life');
    await until(() => !isHalfOpen, 'the end of half a tunnel');
    await until(() => client.closed, 'the end of an idle connection');
    receiver.close();
    stepClock(0);
  });

clockSteps.run();
