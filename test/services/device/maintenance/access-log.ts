import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AccessLog } from '../../../../services/device/maintenance/access-log.ts';

const log = suite('access log');
const address = '192.0.2.7';

log('has each login once in ten minutes, and each failure', () => {
  let uptime = 0;
  const access = new AccessLog(
    () => 0,
    () => uptime,
  );
  const login = (outcome: 'accepted' | 'refused', user: string | undefined = 'admin'): void =>
    access.login({ address, user, outcome }, 'web');
  for (let time = 0; time < 5; time += 1) login('accepted');
  login('refused');
  login('refused');
  access.login({ address, user: undefined, outcome: 'refused' }, 'RTSP');
  uptime = 600_000;
  login('accepted');
  assert.equal(access.text().split('\n'), [
    '1970-01-01T00:00:00.000Z 192.0.2.7 admin login by web accepted',
    '1970-01-01T00:00:00.000Z 192.0.2.7 admin login by web refused (2 times)',
    '1970-01-01T00:00:00.000Z 192.0.2.7 (unknown user) login by RTSP refused',
    '1970-01-01T00:00:00.000Z 192.0.2.7 admin login by web accepted',
    '',
  ]);
});

log('keeps the newest thousand lines', () => {
  const access = new AccessLog(() => 0);
  for (let number = 0; number < 2500; number += 1)
    access.operation({ name: `Operation${number}`, user: 'admin', address, outcome: 'done' });
  const lines = access.text().trimEnd().split('\n');
  assert.is(lines.length, 1000);
  assert.match(lines.at(-1) ?? '', 'Operation2499 done');
});

log.run();
