import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Camera } from '../running-camera.ts';

const run = promisify(execFile);

/** Size of the pictures that are looked at. */
const size: { readonly width: number; readonly height: number } = { width: 640, height: 360 };

/** Luma of a picture, row by row. */
export type Frame = Uint8Array;

/** Rectangle in shares of the picture. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

async function ffmpeg(input: readonly string[], frames: number): Promise<readonly Frame[]> {
  const scaled = ['-vf', `scale=${size.width}:${size.height}`, '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'];
  const words = ['-v', 'error', ...input, '-fps_mode', 'passthrough', '-frames:v', `${frames}`, ...scaled];
  const options = { encoding: 'buffer', maxBuffer: 1 << 28, timeout: 60_000 } as const;
  const { stdout } = await run('ffmpeg', words, options);
  const bytes = size.width * size.height;
  return Array.from({ length: Math.floor(stdout.length / bytes) }, (_, index) =>
    stdout.subarray(index * bytes, (index + 1) * bytes),
  );
}

/** The first frames of a stream of a camera, decoded. */
export function firstFrames(one: Camera, count: number, stream = 1): Promise<readonly Frame[]> {
  const url = new URL(one.summary.rtsp[stream] ?? '');
  url.username = one.admin;
  url.password = one.password;
  return ffmpeg(['-rtsp_transport', 'tcp', '-i', url.href], count);
}

/** A picture of JPEG, decoded. */
export async function decodedJpeg(path: string): Promise<Frame | undefined> {
  const [frame] = await ffmpeg(['-i', path], 1);
  return frame;
}

/** Difference of the lightest and the darkest of a part, without the thousandth at both ends that an encoder rings at. */
export function contrast(frame: Frame, { left, top, right, bottom }: Part): number {
  const values: number[] = [];
  for (let y = Math.ceil(top * size.height); y < Math.floor(bottom * size.height); y += 1)
    for (let x = Math.ceil(left * size.width); x < Math.floor(right * size.width); x += 1)
      values.push(frame[y * size.width + x] ?? 0);
  values.sort((one, other) => one - other);
  const cut = Math.ceil(values.length / 1000);
  return (values.at(-1 - cut) ?? 0) - (values[cut] ?? 0);
}
