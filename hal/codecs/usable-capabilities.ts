import type { VideoEncoderCapabilities } from '../ports/media-engine.ts';
import type { Range } from '../ports/range.ts';
import type { VideoEncoder, VideoEncoderAbilities, VideoFormat } from './encoder.ts';

function both(one: Range, other: Range): Range {
  return { min: Math.max(one.min, other.min), max: Math.min(one.max, other.max) };
}

function fits(size: { readonly width: number; readonly height: number }, able: VideoEncoderAbilities): boolean {
  const { width, height } = able;
  return size.width >= width.min && size.width <= width.max && size.height >= height.min && size.height <= height.max;
}

/**
 * Capabilities that board and encoder have in common; undefined when there are none. The greatest resolution must be
 * possible at every frame rate, as all of them are offered together.
 * @internal
 */
export function usableWith(
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
    ...(abilities.leastBits !== undefined && { leastBits: abilities.leastBits }),
  };
  const { bitrate, govLength, profiles: common } = offered;
  const usable =
    resolutions.length > 0 &&
    frameRates.length > 0 &&
    (common.length > 0 || capabilities.profiles.length === 0) &&
    bitrate.min <= bitrate.max &&
    govLength.min <= govLength.max;
  return usable ? offered : undefined;
}

/**
 * Capabilities of the board, in its order, narrowed to what its working encoders can do.
 * @param working the encoder of each codec that will be used; null where none works, undefined where nothing is known
 */
export function usableCapabilities(
  board: readonly VideoEncoderCapabilities[],
  working: (codec: VideoFormat['codec']) => VideoEncoder | null | undefined,
): readonly VideoEncoderCapabilities[] {
  return board.flatMap((capabilities) => {
    const encoder = working(capabilities.codec);
    if (encoder === null) return [];
    return encoder === undefined ? [capabilities] : (usableWith(capabilities, encoder) ?? []);
  });
}
