import { createHash } from 'node:crypto';
import { connect } from 'node:net';

/**
 * Plays a stream by the rules of live555 (openRTSP, VLC as its makers build it, ONVIF Device Manager): it reads challenges by
 * position, takes the last one, knows MD5 without qop only, and keeps one nonce for all requests. Usage: live555.js URI
 */
const uri = new URL(process.argv[2] ?? '');
const target = `rtsp://${uri.host}${uri.pathname}${uri.search}`;
const socket = connect(Number(uri.port), uri.hostname);
let received = Buffer.alloc(0);
let wake: () => void = () => undefined;
socket.on('data', (chunk) => {
  received = Buffer.concat([received, chunk]);
  wake();
});

async function until(found: () => number): Promise<number> {
  for (;;) {
    const at = found();
    if (at >= 0) return at;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

/** Passes over interleaved packets. */
async function reply(): Promise<{ readonly head: string; readonly body: string }> {
  for (;;) {
    await until(() => received.length - 4);
    if (received[0] !== 0x24) break;
    const length = 4 + received.readUInt16BE(2);
    await until(() => received.length - length);
    received = received.subarray(length);
  }
  const end = await until(() => received.indexOf('\r\n\r\n'));
  const head = received.toString('latin1', 0, end);
  const length = Number(/^Content-Length: *(\d+)/im.exec(head)?.[1] ?? 0);
  await until(() => (received.length >= end + 4 + length ? 0 : -1));
  const body = received.toString('latin1', end + 4, end + 4 + length);
  received = received.subarray(end + 4 + length);
  return { head, body };
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
let challenge: { readonly realm: string; readonly nonce: string } | undefined;
let sequence = 0;

function authorization(method: string, at: string): string {
  if (challenge === undefined) return '';
  const { realm, nonce } = challenge;
  const [user, password] = [uri.username, uri.password].map(decodeURIComponent);
  const response = md5(`${md5(`${user}:${realm}:${password}`)}:${nonce}:${md5(`${method}:${at}`)}`);
  return `Authorization: Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${at}", response="${response}"\r\n`;
}

/** Asks once more after a challenge that differs from the one before, or is stale. */
async function ask(method: string, at: string, headers = '', again = true): Promise<{ head: string; body: string }> {
  sequence += 1;
  socket.write(`${method} ${at} RTSP/1.0\r\nCSeq: ${sequence}\r\n${authorization(method, at)}${headers}\r\n`);
  const answer = await reply();
  if (/^RTSP\/1\.0 200 /.test(answer.head)) return answer;
  const last = [...answer.head.matchAll(/^WWW-Authenticate: *(Digest .*)$/gim)].at(-1)?.[1] ?? '';
  const fields = /^Digest realm="([^"]+)", nonce="([^"]+)"(?:, stale=([a-zA-Z]+))?/.exec(last);
  const isNew = challenge === undefined || challenge.realm !== fields?.[1] || fields[3]?.toLowerCase() === 'true';
  if (!again || fields === null || !isNew) throw new Error(`${method}: ${answer.head.split('\r\n')[0]}`);
  challenge = { realm: fields[1] ?? '', nonce: fields[2] ?? '' };
  return ask(method, at, headers, false);
}

const { head, body } = await ask('DESCRIBE', target, 'Accept: application/sdp\r\n');
const base = /^Content-Base: *(\S+)/im.exec(head)?.[1] ?? target;
const control = /^m=video[\s\S]*?^a=control:(\S+)/m.exec(body)?.[1] ?? '';
const track = control.startsWith('rtsp:') ? control : `${base.replace(/\/?$/, '/')}${control}`;
const setup = await ask('SETUP', track, 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n');
const session = /^Session: *([^;\s]+)/im.exec(setup.head)?.[1] ?? '';
await ask('PLAY', target, `Session: ${session}\r\nRange: npt=0.000-\r\n`);
await ask('GET_PARAMETER', target, `Session: ${session}\r\n`);
await ask('TEARDOWN', target, `Session: ${session}\r\n`);
process.exit(0);
