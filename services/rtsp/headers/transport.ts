/** A pair of ports or channels, `8000-8001`; the second is the first plus one when it was left out. */
export type Pair = readonly [first: number, second: number];

/** Alternative of a Transport header (RFC 2326 12.39). */
export interface Transport {
  readonly profile: 'RTP/AVP' | 'RTP/AVPF' | 'RTP/SAVP' | 'RTP/SAVPF';
  readonly lower: 'UDP' | 'TCP';
  readonly delivery: 'unicast' | 'multicast';
  readonly clientPort?: Pair;
  readonly serverPort?: Pair;
  readonly interleaved?: Pair;
  /** Ports of a group (multicast). */
  readonly port?: Pair;
  /** Hops, 1..255 (multicast). */
  readonly ttl?: number;
  readonly destination?: string;
  readonly source?: string;
  /** 32 bit */
  readonly ssrc?: number;
  readonly mode?: string;
}

const specification = /^(RTP\/(?:AVP|AVPF|SAVP|SAVPF))(?:\/(UDP|TCP))?$/i;

/** Alternatives of one header, and parameters of one alternative, that are looked at. */
const [alternativesLimit, parametersLimit] = [16, 32];

function parsePair(text: string, highest: number): Pair | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  const first = Number(match[1]);
  const second = match[2] === undefined ? first + 1 : Number(match[2]);
  return first <= highest && second <= highest && first !== second ? [first, second] : undefined;
}

type Fields = { -readonly [Name in keyof Transport]?: Transport[Name] };

const pairs = {
  client_port: 'clientPort',
  server_port: 'serverPort',
  interleaved: 'interleaved',
  port: 'port',
} as const;

/** Takes one parameter into `fields`; false when its value is malformed. Unknown parameters are passed over. */
function takeParameter(fields: Fields, name: string, value: string): boolean {
  if (name === 'unicast' || name === 'multicast') fields.delivery = name;
  else if (Object.hasOwn(pairs, name)) {
    const pair = parsePair(value, name === 'interleaved' ? 255 : 65_535);
    if (pair === undefined) return false;
    fields[pairs[name as keyof typeof pairs]] = pair;
  } else if (name === 'ttl') {
    fields.ttl = Number(value);
    return /^\d{1,3}$/.test(value) && fields.ttl >= 1 && fields.ttl <= 255;
  } else if (name === 'destination' || name === 'source') fields[name] = value;
  else if (name === 'ssrc' && /^[0-9a-f]{1,8}$/i.test(value)) fields.ssrc = Number.parseInt(value, 16);
  else if (name === 'mode') fields.mode = value.replace(/"/g, '').toUpperCase();
  return true;
}

function parseAlternative(text: string): Transport | undefined {
  const [head = '', ...parameters] = text.split(';', 1 + parametersLimit).map((part) => part.trim());
  const match = specification.exec(head);
  if (match === null) return undefined;
  // Multicast is the default of the RFC; clients that leave the word out mean unicast, as every server reads it.
  const fields: Fields = { delivery: 'unicast' };
  for (const parameter of parameters) {
    const at = parameter.indexOf('=');
    const name = (at < 0 ? parameter : parameter.slice(0, at)).toLowerCase();
    if (!takeParameter(fields, name, at < 0 ? '' : parameter.slice(at + 1))) return undefined;
  }
  const profile = (match[1] ?? '').toUpperCase() as Transport['profile'];
  return { delivery: 'unicast', ...fields, profile, lower: match[2]?.toUpperCase() === 'TCP' ? 'TCP' : 'UDP' };
}

/** The alternatives that can be read, in the client's order of preference. */
export function parseTransport(value: string): readonly Transport[] {
  return value
    .split(',', alternativesLimit)
    .map(parseAlternative)
    .filter((one) => one !== undefined);
}

export function serializeTransport(transport: Transport): string {
  const parts: string[] = [`${transport.profile}${transport.lower === 'TCP' ? '/TCP' : ''}`, transport.delivery];
  if (transport.destination !== undefined) parts.push(`destination=${transport.destination}`);
  if (transport.source !== undefined) parts.push(`source=${transport.source}`);
  if (transport.interleaved !== undefined) parts.push(`interleaved=${transport.interleaved.join('-')}`);
  if (transport.clientPort !== undefined) parts.push(`client_port=${transport.clientPort.join('-')}`);
  if (transport.serverPort !== undefined) parts.push(`server_port=${transport.serverPort.join('-')}`);
  if (transport.port !== undefined) parts.push(`port=${transport.port.join('-')}`);
  if (transport.ttl !== undefined) parts.push(`ttl=${transport.ttl}`);
  if (transport.ssrc !== undefined) parts.push(`ssrc=${transport.ssrc.toString(16).toUpperCase().padStart(8, '0')}`);
  if (transport.mode !== undefined) parts.push(`mode="${transport.mode}"`);
  return parts.join(';');
}
