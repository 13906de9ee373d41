/** Track of a presentation (RFC 4566, RFC 2326 C.1). */
export interface Track {
  readonly kind: string;
  readonly payloadType: number;
  /** Name of the payload format in capitals, `H264`. */
  readonly encoding: string;
  readonly clockRate: number;
  readonly channels: number;
  /** Parameters of a=fmtp, names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly control: string;
}

/** Payload formats that need no a=rtpmap (RFC 3551 6). */
const staticFormats: ReadonlyMap<number, string> = new Map([
  [0, 'PCMU/8000'],
  [8, 'PCMA/8000'],
  [26, 'JPEG/90000'],
]);

function attribute(lines: readonly string[], name: string): string | undefined {
  return lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3);
}

function parametersOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.slice(text.indexOf(' ') + 1).split(';');
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? [pair.trim().toLowerCase(), '']
        : [pair.slice(0, equals).trim().toLowerCase(), pair.slice(equals + 1).trim()];
    }),
  );
}

function trackOf(lines: readonly string[]): Track | undefined {
  const [kind = '', , , format = ''] = (lines[0] ?? '').slice(2).split(' ');
  const payloadType = Number(format);
  const control = attribute(lines, 'control');
  const map = attribute(lines, 'rtpmap')?.split(' ')[1] ?? staticFormats.get(payloadType);
  // What the camera receives is for talking, not for playing.
  if (control === undefined || map === undefined || lines.includes('a=sendonly')) return undefined;
  const [encoding = '', rate = '', channels = '1'] = map.split('/');
  return {
    ...{ kind, payloadType, control, encoding: encoding.toUpperCase() },
    clockRate: Number(rate),
    channels: Number(channels),
    parameters: parametersOf(attribute(lines, 'fmtp') ?? ''),
  };
}

/** Tracks that can be played. */
export function parseSdp(text: string): readonly Track[] {
  const sections: string[][] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('m=')) sections.push([line]);
    else sections.at(-1)?.push(line);
  }
  return sections.flatMap((lines) => trackOf(lines) ?? []);
}
