import type { AccessUnit } from '../media/access-unit.ts';
import { h264FormatOf, h265FormatOf, type VideoFormat } from '../media/video-format.ts';

export type NalCodec = 'H264' | 'H265';

/** Parameter sets of a stream as they arrive in-band. */
export class ParameterSets {
  readonly #codec: NalCodec;
  #text = '';
  sps: Uint8Array | undefined;
  pps: Uint8Array | undefined;

  constructor(codec: NalCodec) {
    this.#codec = codec;
  }

  /** Format of the stream from this picture on, where the picture brings another one. */
  change({ units, key }: AccessUnit): VideoFormat | undefined {
    if (!key) return undefined;
    const [spsType, ppsType] = this.#codec === 'H264' ? [7, 8] : [33, 34];
    const typeOf = ([first = 0]: Uint8Array): number => (this.#codec === 'H264' ? first & 31 : (first >> 1) & 63);
    this.sps = units.find((unit) => typeOf(unit) === spsType) ?? this.sps;
    this.pps = units.find((unit) => typeOf(unit) === ppsType) ?? this.pps;
    if (this.sps === undefined || this.pps === undefined) return undefined;
    const text = `${this.sps.join()} ${this.pps.join()}`;
    if (text === this.#text) return undefined;
    this.#text = text;
    return this.#codec === 'H264' ? h264FormatOf(this.sps) : h265FormatOf(this.sps);
  }
}
