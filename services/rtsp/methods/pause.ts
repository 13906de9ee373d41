import type { RtspReply } from '../message.ts';
import { controlled, type MethodContext } from './context.ts';
import { wantsBackchannel } from './requirements.ts';

export function pause(context: MethodContext): RtspReply {
  const { session, sections } = controlled(context);
  wantsBackchannel(context, session.options.presentation);
  session.check('PAUSE', sections);
  session.pause(sections);
  context.sessions.tellPlaying(session);
  return { status: 200, headers: [['Session', session.id]] };
}
