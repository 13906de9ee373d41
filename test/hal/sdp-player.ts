import { type ChildProcess, spawn } from 'node:child_process';
import dgram from 'node:dgram';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaEngine } from '../../hal/ports/media-engine.ts';
import type { RtpDescription } from '../../hal/ports/rtp-stream.ts';
import { until } from '../until.ts';
import { streamOf } from './running-engine.ts';

async function freePort(): Promise<number> {
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  socket.close();
  return port & ~1;
}

/** Session description of one stream, as in a DESCRIBE reply. */
function sdpOf(description: RtpDescription, port: number): string {
  const { media, payloadType, encodingName, clockRate, channels, fmtp } = description;
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=test',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=${media} ${port} RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${encodingName}/${clockRate}${channels === undefined ? '' : `/${channels}`}`,
    ...(fmtp === undefined ? [] : [`a=fmtp:${payloadType} ${fmtp}`]),
    '',
  ].join('\r\n');
}

function isBound(port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync('/proc/net/udp', 'utf8').includes(`:${hex} `);
}

interface Finished {
  readonly output: Buffer;
  readonly complaints: string;
}

function collect(child: ChildProcess): Promise<Finished> {
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout?.on('data', (bytes) => output.push(bytes));
  child.stderr?.on('data', (bytes) => complaints.push(bytes));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () =>
      resolve({ output: Buffer.concat(output), complaints: Buffer.concat(complaints).toString() }),
    );
  });
}

/** Plays a stream to a program by its session description until the program ends. */
async function play(
  engine: MediaEngine,
  id: string,
  program: (sdp: string, port: number) => ChildProcess,
  folder: string,
): Promise<Finished> {
  const port = await freePort();
  const stream = streamOf(engine, id);
  const sdp = join(folder, `${id}.sdp`);
  writeFileSync(sdp, sdpOf(await stream.describe(), port));
  const child = program(sdp, port);
  const finished = collect(child);
  await until(() => isBound(port) || child.exitCode !== null, 'a bound port');
  const pair = engine.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined });
  const subscription = stream.subscribe({
    kind: 'udp',
    pair,
    address: '127.0.0.1',
    rtpPort: port,
    rtcpPort: port + 1,
  });
  await subscription.play();
  subscription.start();
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const result = await finished;
  clearTimeout(timer);
  subscription.close();
  pair.close();
  return result;
}

/** Decodes a stream with ffmpeg; `output` are its options for the standard output. */
export function ffmpegDecodes(
  engine: MediaEngine,
  id: string,
  folder: string,
  output: readonly string[],
): Promise<Finished> {
  const input = ['-v', 'warning', '-protocol_whitelist', 'file,udp,rtp', '-i'];
  return play(engine, id, (sdp) => spawn('ffmpeg', ['-nostdin', ...input, sdp, ...output, 'pipe:1']), folder);
}

/** Decodes a number of pictures with GStreamer as luma on standard output. */
export async function gstreamerDecodes(
  engine: MediaEngine,
  id: string,
  folder: string,
  decoder: string,
  pictures: number,
): Promise<Finished> {
  const { media, payloadType, clockRate, encodingName } = await streamOf(engine, id).describe();
  const caps = `application/x-rtp,media=${media},payload=${payloadType},clock-rate=${clockRate},encoding-name=${encodingName}`;
  const output = `videoconvert ! video/x-raw,format=GRAY8 ! identity eos-after=${pictures} ! fdsink fd=1`;
  const launch = (port: number): string =>
    `udpsrc address=127.0.0.1 port=${port} caps=${caps} ! rtpjitterbuffer latency=100 ! ${decoder} ! ${output}`;
  return play(engine, id, (_, port) => spawn('gst-launch-1.0', ['-q', ...launch(port).split(' ')]), folder);
}
