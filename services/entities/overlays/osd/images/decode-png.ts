import { PNG } from 'pngjs';

/** Pixels of an image: red, green, blue and alpha, the colours multiplied with alpha. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Buffer;
}

/** Decodes a PNG whose header was looked at. Throws an Error for a broken one. */
export function decodePng(file: Buffer): Pixels {
  const { width, height, data } = PNG.sync.read(file);
  const rgba = Buffer.from(data);
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 0;
    for (let part = at; part < at + 3; part += 1) rgba[part] = Math.round(((rgba[part] ?? 0) * alpha) / 255);
  }
  return { width, height, rgba };
}
