import type { MediaSection } from '../delivery/media-section.ts';
import { TrackSection } from '../delivery/track-section.ts';
import type { RtspReply } from '../message.ts';
import { decodeMikeyText } from '../mikey/decode.ts';
import type { RtspSession } from '../session.ts';
import { withKeys } from '../srtp/protection.ts';
import { RtspError } from '../status.ts';
import { controlled, type MethodContext, sessionOf } from './context.ts';
import { wantsBackchannel } from './requirements.ts';

type SecuredSection = TrackSection & { readonly protection: NonNullable<TrackSection['protection']> };

function isSecuredSection(section: MediaSection): section is SecuredSection {
  return section instanceof TrackSection && section.protection !== undefined;
}

/** The protected section that a request is about: that of the media URI, or the first of the session. 463 without any. */
function securedSection(context: MethodContext): SecuredSection {
  const section = controlled(context).sections.find(isSecuredSection);
  if (section === undefined || !context.connection.secure) throw new RtspError(463, 'nothing is protected here');
  return section;
}

/** Empty requests are what keeps a session alive (RFC 2326 10.8, STR-46). */
function keepAlive(session: RtspSession | undefined): RtspReply {
  return { status: 200, headers: session === undefined ? [] : [['Session', session.id]] };
}

function content({ request }: MethodContext): string {
  return request.body.toString('latin1').trim();
}

/** GET_PARAMETER: `mikey` with the present key and roll-over counter (STR-102); 451 for anything else. */
export function getParameter(context: MethodContext): RtspReply {
  const session = sessionOf(context);
  wantsBackchannel(context, session?.options.presentation);
  const wanted = content(context);
  if (wanted === '') return keepAlive(session);
  if (!/^mikey:?$/i.test(wanted)) throw new RtspError(451);
  const { protection, subscription } = securedSection(context);
  return {
    status: 200,
    headers: [...(keepAlive(session).headers ?? []), ['Content-Type', 'text/parameters']],
    body: `mikey: ${protection.keys.message(subscription.ssrc)}\r\n`,
  };
}

/**
 * SET_PARAMETER: `mikey` with a new key (STR-102); 451 for anything else, 463 for a message that is no good. A key that
 * unicast receivers share is not changed for one of them: the others would not learn of it.
 */
export function setParameter(context: MethodContext): RtspReply {
  const session = sessionOf(context);
  wantsBackchannel(context, session?.options.presentation);
  const given = content(context);
  if (given === '') return keepAlive(session);
  const [name = '', ...values] = given.split(':', 3);
  const [text] = values;
  if (name.trim().toLowerCase() !== 'mikey' || text === undefined || values.length > 1) throw new RtspError(451);
  const { protection, carrier } = securedSection(context);
  if (carrier.kind !== 'multicast' && !protection.isOwn && protection.keys.users > 1)
    throw new RtspError(463, 'others use that key');
  withKeys(() => protection.keys.rekey(decodeMikeyText(text.replace(/\s/g, ''))));
  return keepAlive(session);
}
