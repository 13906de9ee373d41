import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { digestSecrets } from '../../../services/auth/digest.ts';
import type { DigestUser } from '../../../services/auth/digest-user.ts';
import { changedUsers } from '../../../services/rtsp/changed-users.ts';

const changed = suite('changed-users');

const user = (name: string, password: string, level: DigestUser['level'] = 'User'): DigestUser => ({
  name,
  level,
  ha1: digestSecrets(name, 'realm', password),
});

const rows: readonly [string, readonly DigestUser[], readonly DigestUser[], readonly string[]][] = [
  ['nobody at first', [], [user('a', '1')], []],
  ['nobody when nothing changed', [user('a', '1')], [user('a', '1')], []],
  ['a user that is gone', [user('a', '1'), user('b', '2')], [user('b', '2')], ['a']],
  ['a user with another password', [user('a', '1'), user('b', '2')], [user('a', '3'), user('b', '2')], ['a']],
  ['nobody for another level', [user('a', '1')], [user('a', '1', 'Operator')], []],
];

for (const [what, before, now, expected] of rows) {
  changed(`names ${what}`, () => assert.equal([...changedUsers(before, now)], expected));
}

changed.run();
