import { HalError } from '../../../hal/ports/hal-error.ts';
import { authorize } from '../authorize.ts';
import { parseRequire } from '../headers/require.ts';
import type { RtspReply } from '../message.ts';
import { publicMethods, refusedMethods } from '../states.ts';
import { RtspError } from '../status.ts';
import type { MethodContext, ServerContext } from './context.ts';
import { describe } from './describe.ts';
import { options } from './options.ts';
import { getParameter, setParameter } from './parameters.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { checkRequirements } from './requirements.ts';
import { setup } from './setup.ts';
import { teardown } from './teardown.ts';

const methods: Readonly<Record<string, (context: MethodContext) => RtspReply | Promise<RtspReply>>> = {
  DESCRIBE: describe,
  SETUP: setup,
  PLAY: play,
  PAUSE: pause,
  TEARDOWN: teardown,
  GET_PARAMETER: getParameter,
  SET_PARAMETER: setParameter,
};

const listed = publicMethods.join(', ');

type UnansweredContext = ServerContext & Pick<MethodContext, 'connection' | 'request'>;

async function answer(asked: UnansweredContext): Promise<RtspReply> {
  const { request, connection } = asked;
  if (request.cseq === undefined) throw new RtspError(400, 'CSeq');
  const required = parseRequire(request.headers.get('require'), request.headers.get('proxy-require'));
  const context = { ...asked, required };
  checkRequirements(context);
  if (request.method === 'OPTIONS') return options(context);
  if (refusedMethods.has(request.method)) throw new RtspError(405, undefined, [['Allow', listed]]);
  const method = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (method === undefined) throw new RtspError(501, undefined, [['Public', listed]]);
  const { name } = await authorize(connection, request, context.options);
  return method({ ...context, user: name });
}

/** Answers one request; never rejects. */
export async function answerRequest(context: UnansweredContext): Promise<RtspReply> {
  try {
    return await answer(context);
  } catch (error) {
    if (error instanceof RtspError) return { status: error.status, headers: error.headers };
    if (error instanceof HalError) {
      context.options.log.warn({ err: error, uri: context.request.uri.slice(0, 200) }, 'a stream is not available');
      return { status: 503 };
    }
    context.options.log.error({ err: error }, 'an RTSP request failed');
    return { status: 500 };
  }
}
