import type { PlayPoint } from '../../../hal/ports/rtp-stream.ts';
import { parseRange, serializeRange } from '../headers/range.ts';
import { serializeRtpInfo } from '../headers/rtp-info.ts';
import { serializeSession } from '../headers/session.ts';
import type { RtspReply } from '../message.ts';
import type { StartedSection } from '../session.ts';
import { RtspError } from '../status.ts';
import { baseOfUri } from '../stream-uri.ts';
import { controlled, type MethodContext, wantsBackchannel } from './context.ts';

interface PlayedTrack {
  readonly control: string;
  readonly point: PlayPoint;
}

function played(started: readonly StartedSection[]): readonly PlayedTrack[] {
  return started.flatMap(({ section, point }) => (point === undefined ? [] : [{ control: section.control, point }]));
}

/** Range and RTP-Info of the same instant (STR-28); nothing where no packet is sent. */
function whereItStarts(base: string, tracks: readonly PlayedTrack[]): readonly (readonly [string, string])[] {
  if (tracks.length === 0) return [];
  const start = Math.min(...tracks.map(({ point }) => point.wallClock));
  const info = tracks.map(({ control, point: { sequence, rtpTime } }) => ({
    url: `${base}/${control}`,
    sequence,
    rtpTime,
  }));
  return [
    ['Range', serializeRange({ unit: 'clock', start })],
    ['RTP-Info', serializeRtpInfo(info)],
  ];
}

export async function play(context: MethodContext): Promise<RtspReply> {
  const { session, sections, isAggregate } = controlled(context);
  wantsBackchannel(context, session.options.presentation);
  session.check('PLAY', sections);
  const range = context.request.headers.get('range');
  if (range !== undefined && parseRange(range) === undefined) throw new RtspError(457);
  const started = await session.play(sections);
  context.connection.afterReply = () => {
    session.start(sections);
    context.sessions.tellPlaying(session);
  };
  const uri = baseOfUri(context.request.uri);
  const [only] = sections;
  const hasControl = !isAggregate && only !== undefined && uri.endsWith(`/${only.control}`);
  const base = hasControl ? uri.slice(0, -only.control.length - 1) : uri;
  return {
    status: 200,
    headers: [
      ['Session', serializeSession({ id: session.id, timeout: session.options.presentation.sessionTimeout })],
      ...whereItStarts(base, played(started)),
    ],
  };
}
