import type { MediaProfile } from '../../../generated/tr2.ts';
import { mediaSource } from './media-source.ts';
import type { WayKind } from './way.ts';

export type Encoding = 'H264' | 'H265' | 'JPEG';

/** A stream and a way to show it, which the player tries in turn. */
export interface Candidate {
  readonly token: string;
  readonly name: string;
  readonly encoding: Encoding;
  readonly width: number;
  readonly height: number;
  readonly way: WayKind;
}

/** Stream of a profile. */
export interface Stream {
  readonly token: string;
  readonly name: string;
  readonly encoding: Encoding;
  readonly width: number;
  readonly height: number;
  /** Video source that it shows. */
  readonly source: string;
}

/** Streams of the profiles that have a picture. */
export function streamsOf(profiles: readonly MediaProfile[]): readonly Stream[] {
  return profiles.flatMap(({ token, Name, Configurations }) => {
    const { VideoEncoder: encoder, VideoSource: source } = Configurations ?? {};
    if (encoder === undefined || source === undefined) return [];
    const { Encoding, Resolution } = encoder;
    if (Encoding !== 'H264' && Encoding !== 'H265' && Encoding !== 'JPEG') return [];
    const size = { width: Resolution.Width, height: Resolution.Height };
    return [{ token, name: Name, encoding: Encoding, ...size, source: source.SourceToken }];
  });
}

/** Whether WebCodecs decode H.265 here: only where there is hardware for it. */
async function decodesH265(): Promise<boolean> {
  if (!('VideoDecoder' in globalThis)) return false;
  const answer = await VideoDecoder.isConfigSupported({ codec: 'hvc1.1.6.L123.B0' }).catch(() => undefined);
  return answer?.supported === true;
}

/** Ways that this browser has for an encoding, the quickest first. */
async function waysFor(encoding: Encoding): Promise<readonly WayKind[]> {
  if (encoding === 'JPEG') return ['jpeg'];
  if (encoding === 'H265') return (await decodesH265()) ? ['webcodecs'] : [];
  const ways: WayKind[] = [];
  if ('VideoDecoder' in globalThis) ways.push('webcodecs');
  if (mediaSource() !== undefined) ways.push('mse');
  return ways;
}

/** The smallest stream that is not narrower than the picture on screen comes first, JPEG last. */
function ranked(streams: readonly Stream[], pixels: number): readonly Stream[] {
  const rank = ({ encoding, width }: Stream): number =>
    (encoding === 'JPEG' ? 2e6 : 0) + (width >= pixels ? width : 1e6 - width);
  return streams.toSorted((one, other) => rank(one) - rank(other));
}

/** What is tried in turn: the stream that was chosen, or the best for the screen, then the others of the same source. */
export async function candidatesOf(
  streams: readonly Stream[],
  chosen: string | undefined,
  pixels: number,
): Promise<readonly Candidate[]> {
  const wanted = streams.find(({ token }) => token === chosen);
  const source = (wanted ?? streams[0])?.source;
  const others = ranked(
    streams.filter((stream) => stream.source === source && stream !== wanted),
    pixels,
  );
  const candidates: Candidate[] = [];
  for (const stream of wanted === undefined ? others : [wanted, ...others])
    for (const way of await waysFor(stream.encoding)) candidates.push({ ...stream, way });
  return candidates;
}
