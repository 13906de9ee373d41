import type { RtspReply } from '../message.ts';
import { serializeSdp } from '../sdp.ts';
import type { SdpSection } from '../sdp-section.ts';
import type { Backchannel, Presentation, Track } from '../server-options.ts';
import { RtspError } from '../status.ts';
import { baseOfUri } from '../stream-uri.ts';
import { locate, type MethodContext, sessionOf } from './context.ts';
import { wantsBackchannel } from './requirements.ts';

/** The key of a track for clients whose connection keeps it secret, and for nobody else (STR-100, STR-101). */
function keyOf(track: Track, context: MethodContext): string | undefined {
  if (!context.connection.secure || track.srtp === 'NONE') return undefined;
  return context.keys.of(track.stream.id, track.srtp).message(track.stream.ssrc);
}

async function describeTrack(
  track: Track,
  directed: boolean,
  delivery: Presentation['delivery'],
  context: MethodContext,
): Promise<SdpSection> {
  const description = await track.stream.describe();
  return {
    control: track.control,
    media: description.media,
    formats: [description],
    bitrate: description.bitrate,
    direction: directed || description.media === 'application' ? 'recvonly' : undefined,
    multicast: delivery === 'multicast' ? track.multicast : undefined,
    key: keyOf(track, context),
  };
}

/** Codecs by the names that a=rtpmap has for them (RFC 3551 6, RFC 3640 4.1). */
function encodingName({ codec, bitrate }: Backchannel['formats'][number]): string {
  return codec === 'G726' ? `G726-${bitrate ?? 32}` : codec;
}

/** The key that the device would read a client's audio with, where that brings none of its own. */
function backchannelKey({ output, srtp }: Backchannel, { connection, keys }: MethodContext): string | undefined {
  return connection.secure && srtp !== 'NONE' ? keys.of(output, srtp).message(0) : undefined;
}

function describeBackchannel(backchannel: Backchannel, context: MethodContext): SdpSection {
  return {
    control: backchannel.control,
    media: 'audio',
    formats: backchannel.formats.map((format) => ({
      payloadType: format.payloadType,
      encodingName: encodingName(format),
      clockRate: format.clockRate,
      ...(format.channels > 1 || format.codec === 'mpeg4-generic' ? { channels: format.channels } : {}),
      ...(format.fmtp === undefined ? {} : { fmtp: format.fmtp }),
    })),
    direction: 'sendonly',
    multicast: undefined,
    key: backchannelKey(backchannel, context),
  };
}

/** A decimal that stays the same for a path (RFC 4566 5.2 wants it unique for the originator). */
function sessionId(path: string): string {
  let sum = 1469598103934665603n;
  for (const byte of Buffer.from(path)) sum = BigInt.asUintN(62, (sum ^ BigInt(byte)) * 1099511628211n);
  return sum.toString();
}

/** The version of a description. Keys and our address differ between clients: they make no other description. */
function versionOf(name: string, sections: readonly SdpSection[], context: MethodContext): string {
  const keyless = sections.map((section) => ({ ...section, key: section.key === undefined ? undefined : '' }));
  const text = serializeSdp({ id: '', version: '', name: '', address: '', sections: keyless });
  return String(context.descriptions.of(name, text));
}

export async function describe(context: MethodContext): Promise<RtspReply> {
  const { request, connection } = context;
  const accept = request.headers.get('accept');
  if (accept !== undefined && !/application\/sdp|\*\/\*|application\/\*/i.test(accept)) throw new RtspError(406);
  const { path, presentation, control } = locate(context);
  const directed = wantsBackchannel(context, presentation);
  // A media section is no presentation (RFC 2326 11.3.11).
  if (control !== undefined) throw new RtspError(460);
  const session = sessionOf(context);
  const { tracks, delivery, backchannel } = presentation;
  const sections = await Promise.all(tracks.map((track) => describeTrack(track, directed, delivery, context)));
  const back = directed && backchannel !== undefined ? [describeBackchannel(backchannel, context)] : [];
  const all = [...sections, ...back];
  const form = `${path} ${directed} ${connection.secure}`;
  const body = serializeSdp({
    id: sessionId(path),
    version: versionOf(form, all, context),
    name: presentation.name,
    address: connection.localAddress,
    sections: all,
  });
  const headers = [
    ['Content-Type', 'application/sdp'] as const,
    ['Content-Base', `${baseOfUri(request.uri)}/`] as const,
    ...(session === undefined ? [] : [['Session', session.id] as const]),
  ];
  return { status: 200, headers, body };
}
