import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createAttemptLimiter } from '../../../../services/auth/attempts.ts';
import { type LoginAttempt, watchedAttempts } from '../../../../services/auth/watched-attempts.ts';
import { FailureWatch } from '../../../../services/device/users/failure-watch.ts';
import type { EventMessage } from '../../../../services/events/event-message.ts';
import { memorySettings } from '../../settings/memory-settings.ts';

const warnings = suite('warnings of failed logins');

interface Watched {
  readonly watch: FailureWatch;
  readonly told: EventMessage[];
  fail(address: string, times: number): void;
  later(seconds: number): void;
}

function watched(): Watched {
  let now = 0;
  const told: EventMessage[] = [];
  const watch = new FailureWatch({
    settings: memorySettings(),
    events: { declare: () => undefined, publish: (message) => void told.push(message) },
    interfaceOf: (address) => (address.includes(':') ? 'eth1' : 'eth0'),
    log: { warn: () => undefined },
    now: () => now,
  });
  return {
    watch,
    told,
    fail: (address, times) => {
      for (let time = 0; time < times; time += 1) watch.take({ address, user: undefined, outcome: 'refused' });
    },
    later: (seconds) => {
      now += seconds * 1000;
    },
  };
}

// shows COR-08b
warnings('are told once in a period, with the address and the interface', () => {
  const { told, fail, later } = watched();
  fail('192.0.2.7', 10);
  assert.equal(told, []);
  fail('192.0.2.7', 50);
  fail('2001:db8::7', 11);
  const topic = 'tns1:Device/SecurityPolicy/AuthFailed';
  assert.equal(told, [
    { topic, source: { NetworkInterface: 'eth0' }, data: { SourceIPv4: '192.0.2.7' } },
    { topic, source: { NetworkInterface: 'eth1' }, data: { SourceIPv6: '2001:db8::7' } },
  ]);
  later(61);
  fail('192.0.2.7', 11);
  assert.is(told.length, 3);
});

warnings('need the failures within the period, of one address', () => {
  const { watch, told, fail, later } = watched();
  fail('192.0.2.7', 6);
  fail('192.0.2.8', 6);
  later(61);
  fail('192.0.2.7', 6);
  for (let time = 0; time < 20; time += 1) watch.take({ address: '192.0.2.7', user: 'admin', outcome: 'accepted' });
  assert.equal(told, []);
});

warnings('are off where the setting says so', async () => {
  const { watch, told, fail } = watched();
  await watch.setting.change((present) => ({ ...present, enabled: false }));
  fail('192.0.2.7', 100);
  await watch.setting.change(() => ({ enabled: true, period: 5, failures: 1 }));
  fail('192.0.2.7', 2);
  assert.is(told.length, 1);
});

warnings('count what a limiter refuses, not a right password with a nonce that is spent', () => {
  const seen: LoginAttempt['outcome'][] = [];
  const limiter = watchedAttempts(createAttemptLimiter({ now: () => 0 }), ({ outcome }) => void seen.push(outcome));
  for (const outcome of ['right', 'stale', 'wrong'] as const) limiter.judge({ address: 'a', user: 'admin' }, outcome);
  assert.equal(seen, ['accepted', 'refused']);
});

warnings.run();
