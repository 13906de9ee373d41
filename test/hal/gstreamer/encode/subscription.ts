import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Subscription } from '../../../../hal/gstreamer/encode/subscription.ts';
import { engineLimits } from '../../../../hal/gstreamer/pipeline/engine-limits.ts';
import { addon } from '../../../../hal/native/addon.ts';
import { subscribe, transports } from '../../../../hal/native/transports.ts';
import type { HalError } from '../../../../hal/ports/hal-error.ts';

const subscriptions = suite('subscription');

const hub = addon.openHub('subscription', { clockRate: 90_000, unit: 'picture' }, () => undefined);
const pair = transports.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined });

subscriptions.after(() => {
  pair.close();
  addon.closeHub(hub);
});

function open(): Subscription {
  const target = { kind: 'udp', pair, address: '127.0.0.1', rtpPort: 9, rtcpPort: 10 } as const;
  return new Subscription(subscribe(hub, target), addon.ssrc(hub), engineLimits.play, () => undefined);
}

subscriptions('give concurrent callers the same point', async () => {
  const one = open();
  const points = [one.play(), one.play()];
  addon.sendDocument(hub, 107, Buffer.alloc(100));
  const [first, second] = await Promise.all(points);
  assert.equal(first, second);
  one.start();
  addon.sendDocument(hub, 107, Buffer.alloc(100));
  assert.is(one.counters().packets, 2, 'the frame of the point and the next one');
  one.close();
});

subscriptions('end a waiting call at a pause, and wait anew in a later call', async () => {
  const one = open();
  const waiting = one.play().then(
    () => 'played',
    (error: HalError) => error.kind,
  );
  one.pause();
  assert.is(await waiting, 'gone');
  const again = one.play();
  addon.sendDocument(hub, 107, Buffer.alloc(100));
  assert.type((await again).sequence, 'number');
  one.close();
});

subscriptions.run();
