import type { VideoEncoder, VideoFormat } from '../../hal/codecs/encoder.ts';
import { videoFormats } from '../../hal/codecs/video-formats.ts';
import { probeEncoder } from '../../hal/gstreamer/encode/encoder-probe.ts';
import { addon } from '../../hal/native/addon.ts';
import { result, type Section } from './report-text.ts';

async function tryEncoder(format: VideoFormat, encoder: VideoEncoder): Promise<string> {
  const name = `${format.codec} by ${encoder.element}`;
  const version = addon.elementVersion(encoder.element);
  if (version === undefined) return `- ${name}: not installed`;
  const from = performance.now();
  const failure = await probeEncoder(format, encoder);
  const seen = failure?.reason ?? `first frame after ${Math.round(performance.now() - from)} ms`;
  return result(name, failure === undefined, `${seen} (version ${version})`);
}

/** Encoders of all codecs, each with one frame and its settings read back where the kernel drives it. */
export const encoderSection: Section = {
  title: 'Encoders',
  lines: async () => {
    const lines: string[] = [];
    for (const format of Object.values(videoFormats))
      for (const encoder of format.encoders) lines.push(await tryEncoder(format, encoder));
    return lines;
  },
};
