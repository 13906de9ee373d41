import type { Board } from '../../hal/boards/board.ts';
import type { VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import type { MediaEntities, VideoEncoderEntity } from './model.ts';
import { encoderCapabilities } from './video-encoder.ts';

type Picture = Pick<VideoEncoderEntity, 'width' | 'height' | 'frameRate' | 'bitrate' | 'govLength'>;

function within(value: number, { min, max }: { readonly min: number; readonly max: number }): number {
  return Math.min(max, Math.max(min, value));
}

/** An encoder configuration as near to `picture` as the board allows. */
function encoder(index: number, name: string, picture: Picture, able: VideoEncoderCapabilities): VideoEncoderEntity {
  return {
    token: `VideoEncoder${index}`,
    name,
    codec: 'H264',
    ...picture,
    bitrate: within(picture.bitrate, able.bitrate),
    govLength: within(picture.govLength, able.govLength),
    constantBitRate: able.constantBitRate,
    profile: able.profiles.find((one) => one === 'Main') ?? able.profiles[0] ?? 'Baseline',
    quality: within(50, able.quality),
    sessionTimeout: 60,
  };
}

/**
 * Entities of a fresh device: one source, a full and a small picture, a fixed profile for each. Clients pick streams by
 * the words main and sub (Scrypted, Home Assistant, Frigate).
 */
export function defaultEntities(board: Board): MediaEntities {
  const [source] = board.sources;
  if (source === undefined) throw new Error(`board ${board.name} has no video source`);
  const { width, height, frameRate } = source;
  const able = encoderCapabilities(board, 'H264');
  const sizes = able.resolutions;
  const small = sizes.find((one) => one.width === 640) ?? sizes[0] ?? { width, height };
  const encoders = [
    encoder(1, 'main', { width, height, frameRate, bitrate: 4000, govLength: 2 * frameRate }, able),
    encoder(
      2,
      'sub',
      { ...small, frameRate: able.frameRates.includes(15) ? 15 : frameRate, bitrate: 800, govLength: 30 },
      able,
    ),
  ].slice(0, Math.max(1, Math.min(2, board.encoderInstances.total)));
  const videoSource = { token: 'VideoSourceConfig1', name: 'source', source: source.id };
  const names = ['mainStream', 'subStream'];
  return {
    VideoSource: [videoSource],
    VideoEncoder: encoders,
    profiles: encoders.map(({ token }, index) => ({
      token: `Profile${index + 1}`,
      name: names[index] ?? token,
      fixed: true,
      configurations: { VideoSource: videoSource.token, VideoEncoder: token },
    })),
  };
}
