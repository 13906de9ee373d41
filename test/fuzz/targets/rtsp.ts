import { Reception } from '../../../services/rtsp/backchannel/reception.ts';
import { parseRtpHeader } from '../../../services/rtsp/backchannel/rtp-header.ts';
import { parseKeyManagement } from '../../../services/rtsp/headers/key-mgmt.ts';
import { parseRange, serializeRange } from '../../../services/rtsp/headers/range.ts';
import { backchannelTag, parseRequire, unsupportedTags } from '../../../services/rtsp/headers/require.ts';
import { parseSession } from '../../../services/rtsp/headers/session.ts';
import { parseTransport, serializeTransport } from '../../../services/rtsp/headers/transport.ts';
import { decodeMikey } from '../../../services/rtsp/mikey/decode.ts';
import { MikeyError } from '../../../services/rtsp/mikey/message.ts';
import { srtpKeyOf } from '../../../services/rtsp/mikey/srtp-policy.ts';
import { RtspReader } from '../../../services/rtsp/reader.ts';
import { parseRtcp } from '../../../services/rtsp/rtcp.ts';
import { RtspError } from '../../../services/rtsp/status.ts';
import { baseOfUri, pathsOfUri } from '../../../services/rtsp/stream-uri.ts';
import { type FuzzTarget, latin1 } from '../target.ts';

const isRtspError = (error: unknown): boolean => error instanceof RtspError;

/** Reads a connection whose segments are as long as the bytes before them say: the same input in many cuts. */
function readConnection(input: Buffer): unknown {
  const reader = new RtspReader();
  let found: unknown;
  for (let at = 0; at < input.length; ) {
    const size = 1 + ((input[at] ?? 0) % 64) * ((input[at] ?? 0) % 3);
    reader.push(input.subarray(at, at + size));
    at += size;
    for (let next = reader.next(); next !== undefined; next = reader.next()) found = next;
  }
  return found;
}

/** A range that was read can be written, and read again. */
function readRange(text: string): unknown {
  const range = parseRange(text);
  if (range !== undefined && parseRange(serializeRange(range))?.unit !== range.unit)
    throw new Error('a range that cannot be read again');
  return range;
}

/** Header values come from lines of a head, which hold no line ends. */
function readTransport(text: string): unknown {
  const alternatives = parseTransport(text.replace(/[\r\n]/g, ' '));
  for (const one of alternatives) {
    if (serializeTransport(one).includes('\n')) throw new Error('a header that breaks the reply');
  }
  return alternatives[0];
}

function receive(input: Buffer): unknown {
  let reception: Reception | undefined;
  for (let at = 0; at < input.length; at += 16) {
    const header = parseRtpHeader(input.subarray(at));
    if (header === undefined) continue;
    if (reception?.source !== header.ssrc) reception = new Reception(header.ssrc, header.sequence, 8000);
    reception.packet(header.sequence, header.rtpTime, at);
    const { fractionLost, jitter } = reception.report(at);
    if (!(fractionLost >= 0 && fractionLost < 256 && Number.isFinite(jitter))) throw new Error('an impossible report');
  }
  return reception;
}

const blanks = [' ', '\t', '\r\n', '\n', ';', ',', '=', ':', '"'];

/** Parsers of the RTSP server. */
export const rtspTargets: readonly FuzzTarget[] = [
  {
    name: 'rtsp-connection',
    tokens: [...blanks, '\r\n\r\n', 'RTSP/1.0', 'Content-Length: ', 'CSeq: ', '$\0\0\x04', 'OPTIONS * RTSP/1.0\r\n'],
    parse: readConnection,
    isRefusal: isRtspError,
  },
  {
    name: 'rtsp-transport',
    tokens: [...blanks, 'RTP/AVP', 'interleaved=', 'client_port=', 'destination=', 'ttl=', 'multicast', '65536', '-1'],
    parse: latin1(readTransport),
  },
  {
    name: 'rtsp-range',
    tokens: [...blanks, 'npt=', 'clock=', '-', 'now', 'Z', 'T', '.', '99'],
    parse: latin1(readRange),
  },
  { name: 'rtsp-session', tokens: [...blanks, ';timeout='], parse: latin1(parseSession) },
  {
    name: 'rtsp-require',
    tokens: [...blanks, backchannelTag],
    parse: latin1((text) => unsupportedTags(parseRequire(text), [backchannelTag]) || undefined),
  },
  {
    name: 'rtsp-key-mgmt',
    tokens: [...blanks, 'prot=', 'mikey', 'data=', 'uri='],
    parse: latin1((text) => parseKeyManagement(text)[0]),
  },
  {
    name: 'rtsp-uri',
    tokens: ['rtsp://', '/', '?', '#', '%', '%2f', '..', '//', '@', ':'],
    parse: latin1((text) => (baseOfUri(text) === '' ? undefined : pathsOfUri(text)[0])),
  },
  {
    name: 'mikey',
    tokens: ['\0', '\x01', '\x0a', '\x14', '\xff\xff'],
    parse: (input) => srtpKeyOf(decodeMikey(input)),
    isRefusal: (error) => error instanceof MikeyError,
  },
  { name: 'rtcp', tokens: ['\x80\xc9\0\x01', '\x81\xce\0\x02', '\x84\xce', '\xff\xff'], parse: parseRtcp },
  { name: 'rtp-reception', tokens: ['\x80\0', '\xff\xff\xff\xff', '\0\0\0\0'], parse: receive },
];
