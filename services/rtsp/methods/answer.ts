import { HalError } from '../../../hal/ports/hal-error.ts';
import { authorize } from '../authorize.ts';
import { backchannelTag, parseRequire, unsupportedTags } from '../headers/require.ts';
import type { RtspReply } from '../message.ts';
import { publicMethods, refusedMethods } from '../states.ts';
import { RtspError } from '../status.ts';
import type { MethodContext } from './context.ts';
import { describe } from './describe.ts';
import { options } from './options.ts';
import { getParameter, setParameter } from './parameters.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
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

/** Tags that nobody may require, whoever asks and whatever for (RFC 2326 12.32); a method looks closer. */
function checkRequirements({ request }: Pick<MethodContext, 'request'>): void {
  const tags = parseRequire(request.headers.get('require'), request.headers.get('proxy-require'));
  const unsupported = unsupportedTags(tags, [backchannelTag]);
  if (unsupported !== '') throw new RtspError(551, undefined, [['Unsupported', unsupported]]);
}

async function answer(context: Omit<MethodContext, 'user'>): Promise<RtspReply> {
  const { request, connection } = context;
  if (!/^\d{1,10}$/.test(request.headers.get('cseq') ?? '')) throw new RtspError(400, 'CSeq');
  checkRequirements(context);
  if (request.method === 'OPTIONS') return options(context);
  if (refusedMethods.has(request.method)) throw new RtspError(405, undefined, [['Allow', listed]]);
  const method = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (method === undefined) throw new RtspError(501, undefined, [['Public', listed]]);
  const { name } = await authorize(connection, request, context.options);
  return method({ ...context, user: name });
}

/** Answers one request; never rejects. */
export async function answerRequest(context: Omit<MethodContext, 'user'>): Promise<RtspReply> {
  try {
    return await answer(context);
  } catch (error) {
    if (error instanceof RtspError) return { status: error.status, headers: error.headers };
    if (error instanceof HalError) {
      context.options.log.warn({ err: error, uri: context.request.uri.slice(0, 200) }, 'a stream cannot be had');
      return { status: 503 };
    }
    context.options.log.error({ err: error }, 'an RTSP request failed');
    return { status: 500 };
  }
}
