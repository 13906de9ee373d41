import type { RtspReply } from '../message.ts';
import { controlled, type MethodContext } from './context.ts';
import { wantsBackchannel } from './requirements.ts';

/** TEARDOWN of a session or of one media section; a tunnel ends with its last session (STR-05a). */
export function teardown(context: MethodContext): RtspReply {
  const { sessions, connection } = context;
  const { session, sections, isAggregate } = controlled(context);
  wantsBackchannel(context, session.options.presentation);
  session.check('TEARDOWN', sections);
  const isOver = isAggregate || sections.map((section) => session.remove(section)).includes(true);
  if (isOver) sessions.close(session, 'TEARDOWN');
  else sessions.tellPlaying(session);
  const isUsed = sessions.all.some(({ options }) => options.owner === connection);
  const endsTunnel = connection.link.kind === 'tunnel' && !isUsed;
  return {
    status: 200,
    headers: [['Session', session.id]],
    ...(endsTunnel && { after: () => connection.close() }),
  };
}
