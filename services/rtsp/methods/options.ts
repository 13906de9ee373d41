import { parseSession } from '../headers/session.ts';
import type { RtspReply } from '../message.ts';
import { publicMethods } from '../states.ts';
import type { MethodContext } from './context.ts';

/** Answered to anybody; it keeps a session alive on the connection that set it up (STR-46). */
export function options({ request, sessions, connection }: Omit<MethodContext, 'user'>): RtspReply {
  const id = parseSession(request.headers.get('session') ?? '')?.id;
  const session = sessions.find(id ?? '');
  if (session?.options.owner === connection) session.lastSeen = Date.now();
  return { status: 200, headers: [['Public', publicMethods.join(', ')]] };
}
