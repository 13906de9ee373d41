import type { Board } from '../../hal/boards/board.ts';
import type { VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import { Fault } from '../soap/fault.ts';
import { entityLimits, type VideoEncoderEntity } from './model.ts';

/** A change of an encoder configuration as both services can express it; what is absent stays (COR-02). */
export interface VideoEncoderChange {
  readonly name?: string;
  /** IANA name. */
  readonly encoding: string;
  readonly width: number;
  readonly height: number;
  readonly quality: number;
  readonly frameRate?: number;
  readonly bitrate?: number;
  readonly constantBitRate?: boolean;
  readonly govLength?: number;
  readonly profile?: string;
  readonly sessionTimeout?: number;
}

function modify(reason: string): Fault {
  return new Fault('ConfigModify', reason);
}

function clamp(value: number, { min, max }: { readonly min: number; readonly max: number }): number {
  return Math.min(max, Math.max(min, Math.round(value)));
}

function nearest(wanted: number, supported: readonly number[]): number {
  // A wish beyond all of them, infinity even, is the greatest.
  const value = Math.min(wanted, Math.max(...supported));
  return supported.reduce(
    (best, one) => (Math.abs(one - value) < Math.abs(best - value) ? one : best),
    supported[0] ?? value,
  );
}

export function encoderCapabilities(board: Board, codec: 'H264'): VideoEncoderCapabilities {
  const able = board.encoders.find((one) => one.codec === codec);
  if (able === undefined) throw new Error(`board ${board.name} has no ${codec} encoder`);
  return able;
}

/**
 * The configuration after a change. Frame rate and bit rate go to the nearest supported value, as Media2 wants it and
 * clients expect; anything else outside the options is ConfigModify.
 */
export function changeVideoEncoder(
  present: VideoEncoderEntity,
  change: VideoEncoderChange,
  board: Board,
): VideoEncoderEntity {
  const able = encoderCapabilities(board, 'H264');
  const { width, height, quality } = change;
  if (change.encoding !== 'H264') throw modify(`Encoding ${change.encoding} is not offered`);
  const fits = able.resolutions.some((one) => one.width === width && one.height === height);
  if (!fits) throw modify(`Resolution ${width} x ${height} is not among the options`);
  const name = change.name ?? present.name;
  if (name.length > entityLimits.name) throw modify(`Name longer than ${entityLimits.name} characters`);
  if (!(quality >= able.quality.min && quality <= able.quality.max)) throw modify('Quality is outside the options');
  const govLength = change.govLength ?? present.govLength;
  if (!(govLength >= able.govLength.min && govLength <= able.govLength.max))
    throw modify('GovLength is outside the options');
  const profile = able.profiles.find((one) => one === (change.profile ?? present.profile));
  if (profile === undefined) throw modify(`Profile ${change.profile} is not among the options`);
  const frameRate = change.frameRate ?? present.frameRate;
  if (!(frameRate > 0)) throw modify('FrameRateLimit must be positive');
  return {
    ...present,
    name,
    width,
    height,
    quality,
    govLength,
    profile,
    frameRate: nearest(frameRate, able.frameRates),
    bitrate: clamp(change.bitrate ?? present.bitrate, able.bitrate),
    constantBitRate: change.constantBitRate ?? present.constantBitRate,
    sessionTimeout: clamp(change.sessionTimeout ?? present.sessionTimeout, entityLimits.sessionTimeout),
  };
}
