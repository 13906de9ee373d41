import { spawn } from 'node:child_process';
import type { RtpPacket } from './rtp-packets.ts';

const startCode = Buffer.from([0, 0, 0, 1]);

function units(payload: Buffer): readonly Buffer[] {
  const type = payload.readUInt8(0) & 31;
  if (type === 24) {
    const found: Buffer[] = [];
    for (let at = 1; at < payload.length; at += 2 + payload.readUInt16BE(at))
      found.push(startCode, payload.subarray(at + 2, at + 2 + payload.readUInt16BE(at)));
    return found;
  }
  if (type !== 28) return [startCode, payload];
  const header = payload.readUInt8(1);
  const rest = payload.subarray(2);
  return header < 128 ? [rest] : [startCode, Buffer.from([(payload.readUInt8(0) & 0xe0) | (header & 31)]), rest];
}

/** H.264 byte stream of packets (RFC 6184 5.6 to 5.8). */
export function byteStream(packets: readonly RtpPacket[]): Buffer {
  return Buffer.concat(packets.flatMap((packet) => units(packet.payload)));
}

/** Runs a program with `input`; resolves with its output. Rejects with its error output when it fails. */
export function filter(command: string, parameters: readonly string[], input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters);
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (bytes) => output.push(bytes));
    child.stderr.on('data', (bytes) => complaints.push(bytes));
    child.on('error', reject);
    child.on('close', (code) => {
      const text = Buffer.concat(complaints).toString();
      if (code === 0 && text === '') resolve(Buffer.concat(output));
      else reject(new Error(`${command} ended with ${code}: ${text}`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

interface DecodedFrame {
  readonly width: number;
  readonly height: number;
  readonly key: boolean;
}

/** Sizes and kinds of all pictures by ffprobe; rejects on a decoding error. */
export async function probeFrames(stream: Buffer): Promise<readonly DecodedFrame[]> {
  const entries = 'frame=width,height,key_frame';
  const output = await filter(
    'ffprobe',
    ['-v', 'error', '-f', 'h264', '-show_entries', entries, '-of', 'csv=p=0', '-i', 'pipe:0'],
    stream,
  );
  return output
    .toString()
    .split('\n')
    .filter((line) => /^[01],\d+,\d+/.test(line)) // side data has lines of its own
    .map((line) => line.split(',').map(Number))
    .map(([key, width, height]) => ({ width: width ?? 0, height: height ?? 0, key: key === 1 }));
}

/** Luma planes of all pictures of a size. */
export async function decodeLuma(stream: Buffer, width: number, height: number): Promise<readonly Buffer[]> {
  const format = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-fps_mode', 'passthrough'];
  const bytes = await filter('ffmpeg', ['-v', 'error', '-f', 'h264', '-i', 'pipe:0', ...format, 'pipe:1'], stream);
  const size = width * height;
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
