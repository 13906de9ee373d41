import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Pictures that a player on this machine decoded. */
interface Played {
  readonly width: number;
  readonly height: number;
  readonly pictures: number;
}

interface StreamAccount {
  readonly stream: string;
  readonly name: string;
  readonly password: string;
}

/** The size and the number of pictures in what ffmpeg's framemd5 tells. Throws where it names none. @internal */
export function readFrames(text: string): Played {
  const [, width, height] = /^#dimensions 0: (\d+)x(\d+)$/m.exec(text) ?? [];
  const pictures = text.split('\n').filter((line) => line.startsWith('0,')).length;
  if (width === undefined || height === undefined || pictures === 0) throw new Error('no picture was decoded');
  return { width: Number(width), height: Number(height), pictures };
}

/** Lets ffmpeg decode so many pictures over RTSP, interleaved. Rejects with what it complained of, without the account. */
export async function play(
  { stream, name, password }: StreamAccount,
  pictures: number,
  seconds: number,
): Promise<Played> {
  const url = new URL(stream);
  url.username = name;
  url.password = password;
  const words = ['-nostdin', '-v', 'error', '-rtsp_transport', 'tcp', '-allowed_media_types', 'video'];
  words.push('-analyzeduration', '1000000', '-i', url.href, '-frames:v', `${pictures}`, '-f', 'framemd5', '-');
  try {
    const { stdout } = await promisify(execFile)('ffmpeg', words, { timeout: seconds * 1000 });
    return readFrames(stdout);
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? error).trim();
    throw new Error(`ffmpeg: ${(said === '' ? 'took too long' : said).replaceAll(url.href, stream)}`);
  }
}
