import type { Board } from '../../hal/boards/board.ts';
import type { MediaEntities, VideoEncoderEntity } from './model.ts';

function encoder(
  index: number,
  name: string,
  picture: Pick<VideoEncoderEntity, 'width' | 'height' | 'frameRate' | 'bitrate' | 'govLength'>,
): VideoEncoderEntity {
  return {
    token: `VideoEncoder${index}`,
    name,
    codec: 'H264',
    ...picture,
    constantBitRate: true,
    profile: 'Main',
    quality: 50,
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
  const sizes = board.encoders.find((one) => one.codec === 'H264')?.resolutions ?? [];
  const small = sizes.find((one) => one.width === 640) ?? sizes[0] ?? { width, height };
  const encoders = [
    encoder(1, 'main', { width, height, frameRate, bitrate: 4000, govLength: 2 * frameRate }),
    encoder(2, 'sub', { ...small, frameRate: Math.min(15, frameRate), bitrate: 800, govLength: 30 }),
  ].slice(0, Math.max(1, Math.min(2, board.encoderInstances.H264)));
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
