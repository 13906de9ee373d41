import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import type { VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import type { EntityStore } from './entity-store.ts';
import type { VideoEncoderEntity } from './model.ts';
import { fitVideoEncoder } from './video-encoder.ts';

type Range = VideoEncoderCapabilities['bitrate'];

function both(one: Range, other: Range): Range {
  return { min: Math.max(one.min, other.min), max: Math.min(one.max, other.max) };
}

/** What the board and its encoder both can do; undefined when that is nothing. */
function narrowed(
  board: VideoEncoderCapabilities,
  working: VideoEncoderCapabilities,
): VideoEncoderCapabilities | undefined {
  const offered = {
    ...board,
    resolutions: board.resolutions.filter(({ width, height }) =>
      working.resolutions.some((one) => one.width === width && one.height === height),
    ),
    frameRates: board.frameRates.filter((rate) => working.frameRates.includes(rate)),
    bitrate: both(board.bitrate, working.bitrate),
    govLength: both(board.govLength, working.govLength),
    quality: both(board.quality, working.quality),
    profiles: board.profiles.filter((profile) => working.profiles.includes(profile)),
    constantBitRate: board.constantBitRate && working.constantBitRate,
  };
  const { resolutions, frameRates, bitrate, govLength, quality } = offered;
  const isSome =
    resolutions.length > 0 &&
    frameRates.length > 0 &&
    (offered.profiles.length > 0 || board.profiles.length === 0) &&
    [bitrate, govLength, quality].every(({ min, max }) => min <= max);
  return isSome ? offered : undefined;
}

/**
 * What the media process says of the board's encoders, in the order of the board. Nothing beyond the board's table is
 * believed: what is stored is held against that at the next start.
 */
export function offeredEncoders(
  { encoders }: Board,
  working: readonly VideoEncoderCapabilities[],
): readonly VideoEncoderCapabilities[] {
  return encoders.flatMap((board) => {
    const found = working.find(({ codec }) => codec === board.codec);
    return (found && narrowed(board, found)) ?? [];
  });
}

/** The members in which two states of a configuration differ, and the codec. */
function differences(one: VideoEncoderEntity, other: VideoEncoderEntity): object {
  const members = Object.entries(one) as [keyof VideoEncoderEntity, unknown][];
  return Object.fromEntries(members.filter(([name, value]) => name === 'codec' || value !== other[name]));
}

/**
 * Offers what works of the board's encoders from now on, and brings the configurations there that are set to anything
 * else: stored and told as after a client's change. When nothing works, all stays as it is. Rejects when the settings
 * cannot be written.
 */
export async function offerEncoders(
  store: EntityStore,
  working: readonly VideoEncoderCapabilities[],
  log: Logger,
): Promise<void> {
  const offered = offeredEncoders(store.board, working);
  if (offered.length === 0) {
    log.error(
      { board: store.board.name },
      'no video encoder of the board works: install one, or name one in a board file',
    );
    return;
  }
  store.offer(offered);
  await store.change((present) => {
    const VideoEncoder = present.VideoEncoder.map((one) => fitVideoEncoder(one, offered));
    const changed = VideoEncoder.flatMap((to) => {
      const from = present.VideoEncoder.find(({ token }) => token === to.token);
      return from === undefined || from === to ? [] : [{ from, to }];
    });
    for (const { from, to } of changed)
      log.warn(
        { token: to.token, from: differences(from, to), to: differences(to, from) },
        'a video encoder configuration is changed: no encoder here can do what it was set to',
      );
    const changes = changed.map(
      ({ to }) => ({ kind: 'configuration', token: to.token, type: 'VideoEncoder' }) as const,
    );
    return { next: changes.length === 0 ? present : { ...present, VideoEncoder }, changes };
  });
}

/** Encoder instances that can be had at once, of the codecs that are offered. */
export function offeredInstances({ board, offered }: EntityStore): Board['encoderInstances'] {
  const { total, ...byCodec } = board.encoderInstances;
  const together = offered.reduce((sum, { codec }) => sum + (byCodec[codec] ?? total), 0);
  const named = offered.flatMap(({ codec }) => (byCodec[codec] === undefined ? [] : [[codec, byCodec[codec]]]));
  return { total: Math.min(total, together), ...Object.fromEntries(named) };
}
