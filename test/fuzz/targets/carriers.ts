import { decodeDescription } from '../../../firmware/handover/relay-server.ts';
import { recognise } from '../../../services/handover/recognise.ts';
import { parseHead } from '../../../services/http/request-head.ts';
import { Base64Decoder } from '../../../services/rtsp/links/base64.ts';
import { PostBody } from '../../../services/rtsp/links/post-body.ts';
import { WebSocketError, WebSocketFrames } from '../../../services/rtsp/links/web-socket-frames.ts';
import { RtspError } from '../../../services/rtsp/status.ts';
import { multipartType } from '../../../services/soap/mtom/multipart-type.ts';
import { type FuzzTarget, latin1 } from '../target.ts';

const isRtspError = (error: unknown): boolean => error instanceof RtspError;

/** Frames are the same however their bytes are cut. */
function readFrames(input: Buffer): unknown {
  const frames = new WebSocketFrames();
  let found: unknown;
  for (let at = 0; at < input.length; at += 7) {
    frames.push(input.subarray(at, at + 7));
    for (let next = frames.next(); next !== undefined; next = frames.next()) found = next;
  }
  return found;
}

function readPost(input: Buffer): unknown {
  const [body, decoder] = [new PostBody(input[0]), new Base64Decoder()];
  let found: unknown;
  for (let at = 1; at < input.length; at += 11) {
    const bytes = decoder.decode(body.take(input.subarray(at, at + 11)));
    if (bytes.length > 0) found = bytes;
  }
  return found;
}

function readHead(text: string): unknown {
  const head = parseHead(text);
  return head === undefined ? undefined : (recognise(head) ?? head);
}

/** Parsers of what carries RTSP over HTTP, and of HTTP heads. */
export const carrierTargets: readonly FuzzTarget[] = [
  {
    name: 'http-head',
    tokens: [
      '\r\n',
      ' ',
      '\t',
      ':',
      'Host: ',
      'HTTP/1.1',
      'x-sessioncookie: ',
      'Upgrade: websocket',
      'http://',
      '@',
      ',',
    ],
    parse: latin1(readHead),
  },
  {
    name: 'web-socket-frames',
    tokens: ['\x82\x80', '\x89\x80', '\x88\x82', '\xfe\0\x80', '\xff\0\0\0\0\0\x01\0\0', 'mask'],
    parse: readFrames,
    isRefusal: (error) => error instanceof WebSocketError,
  },
  {
    name: 'tunnel-post',
    tokens: ['POST / HTTP/1.0\r\n', 'Content-Length: ', '\r\n\r\n', '=', '==', 'AAAA', '\r\n'],
    parse: readPost,
    isRefusal: isRtspError,
  },
  {
    name: 'multipart-type',
    tokens: [
      'multipart/related',
      ';',
      '=',
      '"',
      '\\"',
      'boundary=',
      'start="<',
      'type="application/xop+xml"',
      ' ',
      '%41',
      'cid:',
    ],
    parse: latin1(multipartType),
  },
  {
    name: 'relay-description',
    tokens: ['{', '}', '"', ':', 'null', '[]', '1e999', '"role"', '"secure"', 'true'],
    parse: latin1(decodeDescription),
  },
];
