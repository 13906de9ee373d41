import { once } from 'node:events';
import { connect } from 'node:net';
import { patient } from '../../hal/system/patience.ts';
import type { DigestUser } from '../../services/auth/digest-user.ts';
import { checkStream } from './play-check.ts';

/** Parts of a running camera that tell whether its firmware is good. */
interface SelfCheckParts {
  /** Address that the camera serves. */
  readonly address: string;
  readonly ports: { readonly http: number; readonly rtsp: number; readonly rtspOff: boolean };
  /** Profiles with streams. */
  readonly profiles: () => readonly string[];
  /** Users of the device. Without one, in the set-up state, no stream can be played. */
  readonly users: () => readonly DigestUser[];
  /** Encoders of all profiles. */
  readonly encoders: () => readonly string[];
  /** Picture of an encoder in JPEG. */
  readonly snapshot: (encoder: string) => Promise<Buffer>;
}

/** Milliseconds for one answer. */
const limit = 10_000;

const question =
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><GetSystemDateAndTime xmlns="http://www.onvif.org/ver10/device/wsdl"/></s:Body></s:Envelope>';

async function checkSoap({ address, ports }: SelfCheckParts): Promise<void> {
  const host = address.includes(':') ? `[${address}]` : address;
  const reply = await fetch(`http://${host}:${ports.http}/onvif/device_service`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/soap+xml; charset=utf-8' },
    body: question,
    signal: AbortSignal.timeout(limit),
  });
  const text = await reply.text();
  if (!reply.ok || !text.includes('UTCDateTime')) throw new Error(`SOAP answers ${reply.status} without the time`);
}

async function checkRtsp({ address, ports }: SelfCheckParts): Promise<void> {
  const socket = connect(ports.rtsp, address);
  try {
    socket.setTimeout(limit, () => socket.destroy(new Error('RTSP does not answer')));
    await once(socket, 'connect');
    socket.write('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    const line = chunk.toString('latin1').split('\r\n', 1)[0] ?? '';
    if (line !== 'RTSP/1.0 200 OK') throw new Error(`RTSP answers ${line}`);
  } finally {
    socket.destroy();
  }
}

async function checkPictures({ encoders, snapshot }: SelfCheckParts): Promise<void> {
  for (const encoder of encoders()) {
    const picture = await snapshot(encoder);
    if (picture.readUInt16BE(0) !== 0xffd8) throw new Error(`encoder ${encoder} has no picture`);
  }
}

async function checkStreams({ address, ports, profiles, users }: SelfCheckParts): Promise<void> {
  const [user] = users();
  if (user === undefined) return;
  const options = { address, port: ports.rtsp, user, limit: patient(limit) };
  for (const profile of profiles()) await checkStream(profile, options);
}

/**
 * Rejects with the reason why this firmware is not good: SOAP and RTSP answer on the camera's own address, each encoder of a
 * profile has a picture, and each profile sends RTP. Every step ends in time, however slow an encoder is. Servers elsewhere do not count, so that an outage of a site takes no version back.
 */
export async function checkSelf(parts: SelfCheckParts): Promise<void> {
  await checkSoap(parts);
  if (!parts.ports.rtspOff) await checkRtsp(parts);
  await checkPictures(parts);
  if (!parts.ports.rtspOff) await checkStreams(parts);
}
