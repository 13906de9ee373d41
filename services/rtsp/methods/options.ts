import { parseSession } from '../headers/session.ts';
import type { RtspReply } from '../message.ts';
import { publicMethods } from '../states.ts';
import { RtspError } from '../status.ts';
import type { MethodContext } from './context.ts';

/**
 * OPTIONS, answered without login. A session that it names is kept alive for its client, on any connection (STR-46): an address
 * that is not the client's changes nothing. 454 when the session has expired.
 */
export function options({ request, sessions, connection }: Omit<MethodContext, 'user'>): RtspReply {
  const headers: (readonly [string, string])[] = [['Public', publicMethods.join(', ')]];
  const named = request.headers.get('session');
  if (named === undefined) return { status: 200, headers };
  const session = sessions.find(parseSession(named)?.id ?? '');
  if (session === undefined) throw new RtspError(454);
  const { owner, address, user } = session.options;
  const isClient =
    owner === connection || address === connection.remoteAddress || (connection.user?.name ?? '') === user;
  if (isClient) session.lastSeen = performance.now();
  return { status: 200, headers: [...headers, ['Session', session.id]] };
}
