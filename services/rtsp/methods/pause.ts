import type { RtspReply } from '../message.ts';
import { controlled, type MethodContext, wantsBackchannel } from './context.ts';

export function pause(context: MethodContext): RtspReply {
  const { session, lines } = controlled(context);
  wantsBackchannel(context, session.options.presentation);
  session.check('PAUSE', lines);
  session.pause(lines);
  context.sessions.tellPlaying(session);
  return { status: 200, headers: [['Session', session.id]] };
}
