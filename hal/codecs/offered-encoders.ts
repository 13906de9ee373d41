import type { VideoEncoderCapabilities } from '../ports/media-engine.ts';
import type { VideoEncoder, VideoEncoderAbilities, VideoFormat } from './encoder.ts';

type Range = { readonly min: number; readonly max: number };

function both(one: Range, other: Range): Range {
  return { min: Math.max(one.min, other.min), max: Math.min(one.max, other.max) };
}

function fits(size: { readonly width: number; readonly height: number }, able: VideoEncoderAbilities): boolean {
  const { width, height } = able;
  return size.width >= width.min && size.width <= width.max && size.height >= height.min && size.height <= height.max;
}

/**
 * What a board offers of a codec with one of its encoders: what both can do. undefined when that is nothing.
 * The greatest resolution must be possible at every frame rate, as all of them are offered together.
 */
export function offeredWith(
  capabilities: VideoEncoderCapabilities,
  { abilities, profiles }: VideoEncoder,
): VideoEncoderCapabilities | undefined {
  const resolutions = capabilities.resolutions.filter((size) => fits(size, abilities));
  const pixels = Math.max(...resolutions.map(({ width, height }) => width * height));
  const frameRates = capabilities.frameRates.filter((rate) => rate * pixels <= (abilities.pixelRate ?? Infinity));
  const offered = {
    ...capabilities,
    resolutions,
    frameRates,
    bitrate: both(capabilities.bitrate, abilities.bitrate),
    govLength: both(capabilities.govLength, abilities.govLength),
    profiles: capabilities.profiles.filter((profile) => profiles[profile] !== undefined),
    constantBitRate: capabilities.constantBitRate && abilities.rates.includes('constant'),
  };
  const lost = capabilities.profiles.length > 0 && offered.profiles.length === 0;
  return lost || resolutions.length === 0 || frameRates.length === 0 ? undefined : offered;
}

/**
 * What a board really offers, in its order.
 * @param working the encoder of each codec that will be used; null where none works, undefined where nothing is known
 */
export function offeredEncoders(
  board: readonly VideoEncoderCapabilities[],
  working: (codec: VideoFormat['codec']) => VideoEncoder | null | undefined,
): readonly VideoEncoderCapabilities[] {
  return board.flatMap((capabilities) => {
    const encoder = working(capabilities.codec);
    if (encoder === null) return [];
    return encoder === undefined ? [capabilities] : (offeredWith(capabilities, encoder) ?? []);
  });
}
