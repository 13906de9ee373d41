import type { MulticastPlan } from '../plan/desired-media.ts';

/** Payload format of a media section. */
interface SdpFormat {
  /** 0..127 */
  readonly payloadType: number;
  readonly encodingName: string;
  /** Hz */
  readonly clockRate: number;
  readonly channels?: number;
  readonly fmtp?: string;
}

/** Media section (m=, RFC 4566 5.14). */
export interface SdpSection {
  readonly control: string;
  readonly media: 'video' | 'audio' | 'application';
  readonly formats: readonly SdpFormat[];
  /** kbit/s; undefined where it is not known. */
  readonly bitrate?: number | undefined;
  /** From the view of the client: it receives what the camera sends (ONVIF Streaming Specification, back channel). */
  readonly direction: 'recvonly' | 'sendonly' | undefined;
  /** Group of multicast delivery; undefined describes unicast delivery. */
  readonly multicast: MulticastPlan | undefined;
  /** base64 of a MIKEY message; makes the section RTP/SAVP (RFC 4567 3.1). */
  readonly key: string | undefined;
}

function formatLines({ payloadType, encodingName, clockRate, channels, fmtp }: SdpFormat): readonly string[] {
  const rate = `${encodingName}/${clockRate}${channels === undefined ? '' : `/${channels}`}`;
  const map = `a=rtpmap:${payloadType} ${rate}`;
  return fmtp === undefined ? [map] : [map, `a=fmtp:${payloadType} ${fmtp}`];
}

/** The c= value of a group: IPv6 has no TTL there (RFC 4566 5.7). */
function connectionOf({ address, ttl }: MulticastPlan): string {
  return address.includes(':') ? `IN IP6 ${address}` : `IN IP4 ${address}/${ttl}`;
}

export function sectionLines(section: SdpSection): readonly string[] {
  const { control, media, formats, bitrate, direction, multicast, key } = section;
  const profile = key === undefined ? 'RTP/AVP' : 'RTP/SAVP';
  const types = formats.map(({ payloadType }) => payloadType).join(' ');
  return [
    `m=${media} ${multicast?.port ?? 0} ${profile} ${types}`,
    ...(multicast === undefined ? [] : [`c=${connectionOf(multicast)}`]),
    ...(bitrate === undefined ? [] : [`b=AS:${bitrate}`]),
    ...formats.flatMap(formatLines),
    ...(key === undefined ? [] : [`a=key-mgmt:mikey ${key}`]),
    `a=control:${control}`,
    ...(direction === undefined ? [] : [`a=${direction}`]),
  ];
}
