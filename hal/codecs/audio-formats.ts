import type { AudioCodec } from '../ports/media-engine.ts';
import { aac } from './aac.ts';
import type { AudioFormat } from './audio-format.ts';
import { pcma, pcmu } from './g711.ts';
import { g726 } from './g726.ts';

/** Audio codecs in the order that a speaker offers. A new codec is one file and one line here. */
export const audioFormats: Readonly<Record<AudioCodec, AudioFormat>> = {
  PCMU: pcmu,
  PCMA: pcma,
  G726: g726,
  'mpeg4-generic': aac,
};
