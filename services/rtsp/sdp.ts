import type { RtpDescription } from '../../hal/ports/rtp-stream.ts';

export interface SdpTrack {
  readonly control: string;
  readonly description: RtpDescription;
}

export interface SdpSession {
  /** Decimal, the same for the life of the presentation. */
  readonly id: string;
  readonly version: string;
  readonly name: string;
  /** Our address as the client sees it. */
  readonly address: string;
  readonly tracks: readonly SdpTrack[];
}

function mediaLines({ control, description }: SdpTrack): readonly string[] {
  const { media, payloadType, encodingName, clockRate, channels, fmtp } = description;
  const rate = `${encodingName}/${clockRate}${channels === undefined ? '' : `/${channels}`}`;
  const lines = [`m=${media} 0 RTP/AVP ${payloadType}`, `a=rtpmap:${payloadType} ${rate}`];
  if (fmtp !== undefined) lines.push(`a=fmtp:${payloadType} ${fmtp}`);
  lines.push(`a=control:${control}`);
  return lines;
}

/** A session description for unicast delivery (RFC 4566; RFC 2326 C.1). */
export function serializeSdp(session: SdpSession): string {
  const family = session.address.includes(':') ? 'IP6' : 'IP4';
  // No control character may leave the line it stands in; an empty name is a blank (RFC 4566 5.3).
  const name = session.name.replace(/\p{Cc}/gu, ' ') || ' ';
  const lines = [
    'v=0',
    `o=- ${session.id} ${session.version} IN ${family} ${session.address}`,
    `s=${name}`,
    `c=IN ${family} ${family === 'IP4' ? '0.0.0.0' : '::'}`,
    't=0 0',
    'a=control:*',
    ...session.tracks.flatMap(mediaLines),
  ];
  return `${lines.join('\r\n')}\r\n`;
}
