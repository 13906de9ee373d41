import { type SdpSection, sectionLines } from './sdp-section.ts';

interface SdpSession {
  /** Decimal, the same for the life of the presentation. */
  readonly id: string;
  readonly version: string;
  readonly name: string;
  /** Our address as the client sees it; its family is that of the whole description (STR-49). */
  readonly address: string;
  readonly sections: readonly SdpSection[];
}

/** A session description (RFC 4566; RFC 2326 C.1). Groups stand in the sections: each has its own. */
export function serializeSdp(session: SdpSession): string {
  const family = session.address.includes(':') ? 'IP6' : 'IP4';
  // No control character may leave the line it stands in; an empty name is a blank (RFC 4566 5.3).
  const name = session.name.replace(/\p{Cc}/gu, ' ') || ' ';
  const lines = [
    'v=0',
    `o=- ${session.id} ${session.version} IN ${family} ${session.address.replace(/%.*$/, '')}`,
    `s=${name}`,
    `c=IN ${family} ${family === 'IP4' ? '0.0.0.0' : '::'}`,
    't=0 0',
    'a=control:*',
    ...session.sections.flatMap(sectionLines),
  ];
  return `${lines.join('\r\n')}\r\n`;
}
