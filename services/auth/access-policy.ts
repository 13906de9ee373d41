import type { AccessClass } from '../schema/access-class.ts';
import type { UserLevel } from './user-level.ts';

/** Default access policy (ONVIF Core, access classes): the least level that may use each class. */
const leastLevel: Readonly<Record<AccessClass, UserLevel>> = {
  PRE_AUTH: 'Anonymous',
  READ_SYSTEM: 'User',
  READ_SYSTEM_SENSITIVE: 'Operator',
  READ_SYSTEM_SECRET: 'Administrator',
  WRITE_SYSTEM: 'Administrator',
  WRITE_SYSTEM_SECRET: 'Administrator',
  UNRECOVERABLE: 'Administrator',
  READ_MEDIA: 'User',
  ACTUATE: 'Operator',
};

const rank: Readonly<Record<UserLevel, number>> = { Anonymous: 0, User: 1, Operator: 2, Administrator: 3 };

/** Whether a user of that level may use operations of that class. */
export function mayUse(level: UserLevel, access: AccessClass): boolean {
  return rank[level] >= rank[leastLevel[access]];
}
