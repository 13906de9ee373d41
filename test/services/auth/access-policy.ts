import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mayUse } from '../../../services/auth/access-policy.ts';
import type { UserLevel } from '../../../services/auth/user-level.ts';
import type { AccessClass } from '../../../services/schema/access-class.ts';

const policy = suite('access policy');

const levels: readonly UserLevel[] = ['Administrator', 'Operator', 'User', 'Anonymous'];

/** ONVIF Core, default access policy: Administrator, Operator, User, Anonymous. */
const table: Readonly<Record<AccessClass, string>> = {
  PRE_AUTH: 'XXXX',
  READ_SYSTEM: 'XXX-',
  READ_SYSTEM_SENSITIVE: 'XX--',
  READ_SYSTEM_SECRET: 'X---',
  WRITE_SYSTEM_SECRET: 'X---',
  WRITE_SYSTEM: 'X---',
  UNRECOVERABLE: 'X---',
  READ_MEDIA: 'XXX-',
  ACTUATE: 'XX--',
};

for (const [access, row] of Object.entries(table) as [AccessClass, string][]) {
  policy(`${access} is for ${levels.filter((_, at) => row[at] === 'X').join(', ')}`, () => {
    assert.is(levels.map((level) => (mayUse(level, access) ? 'X' : '-')).join(''), row);
  });
}

policy.run();
