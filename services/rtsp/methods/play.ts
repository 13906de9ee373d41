import { parseRange, type Range, serializeRange } from '../headers/range.ts';
import { serializeRtpInfo } from '../headers/rtp-info.ts';
import { serializeSession } from '../headers/session.ts';
import type { RtspReply } from '../message.ts';
import type { RtspSession, StartedSection } from '../session.ts';
import { RtspError } from '../status.ts';
import { baseOfUri } from '../stream-uri.ts';
import { controlled, type MethodContext } from './context.ts';
import { wantsBackchannel } from './requirements.ts';

/** The wanted range; 457 for one that is malformed or ends before it starts. */
function rangeOf({ request }: MethodContext): Range | undefined {
  const text = request.headers.get('range');
  const range = text === undefined ? undefined : parseRange(text);
  if (text !== undefined && range === undefined) throw new RtspError(457);
  return range;
}

/**
 * Range and RTP-Info of the same instant (STR-28); nothing where no packet is sent. The range is told in UTC, but in
 * seconds to a client that asked in seconds (RFC 2326 10.5): GStreamer and Android take any other start for 0.
 */
function startHeaders(
  base: string,
  session: RtspSession,
  started: readonly StartedSection[],
  wanted: Range | undefined,
): readonly (readonly [string, string])[] {
  const points = started.flatMap(({ section, point }) => (point === undefined ? [] : [{ section, point }]));
  if (points.length === 0) return [];
  const start = Math.min(...points.map(({ point }) => point.wallClock));
  const npt = session.normalPlayTime(start);
  const isInSeconds = wanted?.unit === 'npt' && wanted.start !== 'now';
  const info = points.map(({ section, point: { sequence, rtpTime, wallClock, clockRate } }) => {
    const later = Math.round(((wallClock - start) * clockRate) / 1000);
    return { url: `${base}/${section.control}`, sequence, rtpTime: (rtpTime - later) >>> 0 };
  });
  return [
    ['Range', serializeRange(isInSeconds ? { unit: 'npt', start: npt } : { unit: 'clock', start })],
    ['RTP-Info', serializeRtpInfo(info)],
  ];
}

export async function play(context: MethodContext): Promise<RtspReply> {
  const { session, sections, isAggregate } = controlled(context);
  const { sessionTimeout: timeout } = session.options.presentation;
  wantsBackchannel(context, session.options.presentation);
  session.check('PLAY', sections);
  const wanted = rangeOf(context);
  const started = await session.play(sections);
  const uri = baseOfUri(context.request.uri);
  const [only] = sections;
  const hasControl = !isAggregate && only !== undefined && uri.endsWith(`/${only.control}`);
  const base = hasControl ? uri.slice(0, -only.control.length - 1) : uri;
  return {
    status: 200,
    headers: [
      ['Session', serializeSession({ id: session.id, timeout })],
      ...startHeaders(base, session, started, wanted),
    ],
    after: () => {
      session.start(sections);
      context.sessions.tellPlaying(session);
    },
  };
}
