import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { Board } from '../../../../hal/boards/board.ts';
import type { VideoEncoderCapabilities } from '../../../../hal/ports/media-engine.ts';
import { clamp } from '../../../../hal/ports/range.ts';
import type { EntityStore } from '../../entity-store.ts';
import { entityLimits } from '../../model.ts';
import { boardIn, encodersIn } from '../../modes/source-modes.ts';
import { changeVideoEncoder, nearest, type VideoEncoderEntity, wholeNumber } from './change.ts';

type Size = Pick<VideoEncoderEntity, 'width' | 'height'>;

/** The wanted size where it is offered, else the one with the nearest number of pixels. */
function nearestSize(wanted: Size, sizes: readonly Size[]): Size {
  const pixels = ({ width, height }: Size): number => width * height;
  const closest = nearest(pixels(wanted), sizes.map(pixels));
  const same = sizes.find(({ width, height }) => width === wanted.width && height === wanted.height);
  return same ?? sizes.find((one) => pixels(one) === closest) ?? wanted;
}

/**
 * The configuration, changed as little as the options allow; the same object when nothing has to change or there are no
 * options. A codec that is not offered becomes H.264, or the first codec that is.
 */
export function fitVideoEncoder(
  present: VideoEncoderEntity,
  options: readonly VideoEncoderCapabilities[],
): VideoEncoderEntity {
  const able =
    options.find(({ codec }) => codec === present.codec) ?? options.find(({ codec }) => codec === 'H264') ?? options[0];
  if (able === undefined) return present;
  const change = {
    encoding: able.codec,
    ...nearestSize(present, able.resolutions),
    quality: clamp(present.quality, able.quality),
  };
  // Every JPEG picture is a key frame; another codec begins with one every two seconds.
  const govLength = present.codec === 'JPEG' ? wholeNumber(2 * present.frameRate, able.govLength) : undefined;
  const fitted = changeVideoEncoder(present, govLength === undefined ? change : { ...change, govLength }, [able]);
  return isDeepStrictEqual(fitted, present) ? present : fitted;
}

/** Codec and differing members of a configuration, for the log. */
function differences(one: VideoEncoderEntity, other: VideoEncoderEntity): object {
  const members = Object.entries(one) as [keyof VideoEncoderEntity, unknown][];
  return Object.fromEntries(members.filter(([name, value]) => name === 'codec' || value !== other[name]));
}

/**
 * Offers the encoders that the media process found to work, and changes the configurations that are set to anything else:
 * stored and told as after a client's change. When none works, all stays as it is. Rejects when the settings cannot be
 * written.
 * @param working capabilities of the board, narrowed to what its encoders can do (hal/codecs)
 */
export async function offerEncoders(
  store: EntityStore,
  working: readonly VideoEncoderCapabilities[],
  log: Logger,
): Promise<void> {
  if (working.length === 0) {
    log.error(
      { board: store.board.name },
      'no video encoder of the board works: install one, or name one in a board file',
    );
    return;
  }
  await store.change((present) => {
    const able = encodersIn(boardIn(store.madeBoard, present.modes), working);
    const VideoEncoder = present.VideoEncoder.map((one) => fitVideoEncoder(one, able));
    store.offer(working);
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

/**
 * Encoder instances that a video source configuration can have at once, of the codecs that are offered. All of them share the encoder
 * configurations and profiles that there are, and each gets one at least.
 */
export function offeredInstances({ board, offered, entities }: EntityStore): Board['encoderInstances'] {
  const { VideoSource, VideoEncoder } = entities;
  const { total, ...byCodec } = board.encoderInstances;
  const together = offered.reduce((sum, { codec }) => sum + (byCodec[codec] ?? total), 0);
  const share = Math.floor(Math.min(VideoEncoder.length, entityLimits.profiles) / VideoSource.length);
  const most = Math.max(1, Math.min(total, together, share));
  const named = offered.flatMap(({ codec }) => {
    const count = byCodec[codec];
    return count === undefined ? [] : [[codec, Math.min(count, most)]];
  });
  return { total: most, ...Object.fromEntries(named) };
}
