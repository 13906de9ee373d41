import { spawn } from 'node:child_process';

/** Size and format of decoded pictures. */
interface PictureFormat {
  readonly width: number;
  readonly height: number;
  readonly pixels: 'gray' | 'yuv444p';
}

/** Decodes a stream at once, picture by picture. */
export function decodePictures(
  url: string,
  { width, height, pixels }: PictureFormat,
  onPicture: (picture: Buffer) => void,
): { readonly end: () => void } {
  const quick = ['-fflags', 'nobuffer', '-flags', 'low_delay', '-probesize', '32', '-analyzeduration', '0'];
  const input = ['-threads', '1', '-rtsp_transport', 'tcp', '-i', url];
  const output = ['-vf', `scale=${width}:${height}`, '-fps_mode', 'passthrough', '-f', 'rawvideo'];
  const ffmpeg = spawn('ffmpeg', ['-v', 'fatal', ...quick, ...input, ...output, '-pix_fmt', pixels, 'pipe:1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const size = width * height * (pixels === 'gray' ? 1 : 3);
  let waiting = Buffer.alloc(0);
  ffmpeg.stdout.on('data', (bytes: Buffer) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (; waiting.length >= size; waiting = waiting.subarray(size)) onPicture(waiting.subarray(0, size));
  });
  return { end: () => ffmpeg.kill() };
}
