import type { Board } from '../../hal/boards/board.ts';
import {
  configurationKinds,
  entityLimits,
  type MediaEntities,
  type ProfileEntity,
  type VideoEncoderEntity,
  type VideoSourceEntity,
} from './model.ts';

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new Error('media: not an object');
  return value as Fields;
}

function list(value: unknown, limit: number): readonly Fields[] {
  if (!Array.isArray(value) || value.length > limit) throw new Error('media: not a list');
  return value.map(fields);
}

function text(value: unknown, limit: number): string {
  if (typeof value !== 'string' || value.length > limit) throw new Error('media: not a text');
  return value;
}

function number(value: unknown, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) throw new Error('media: number out of range');
  return value;
}

function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Error('media: not a flag');
  return value;
}

function entity(value: Fields): { token: string; name: string } {
  return { token: text(value.token, entityLimits.token), name: text(value.name, entityLimits.name) };
}

function profile(value: Fields): ProfileEntity {
  const stored = fields(value.configurations);
  const configurations = Object.fromEntries(
    configurationKinds
      .filter((kind) => stored[kind] !== undefined)
      .map((kind) => [kind, text(stored[kind], entityLimits.token)]),
  );
  return { ...entity(value), fixed: flag(value.fixed), configurations };
}

function videoSource(value: Fields, board: Board): VideoSourceEntity {
  const source = board.sources.find((one) => one.id === value.source);
  if (source === undefined) throw new Error('media: the board has no such source');
  return { ...entity(value), source: source.id };
}

function videoEncoder(value: Fields, board: Board): VideoEncoderEntity {
  const able = board.encoders.find((one) => one.codec === value.codec);
  const fits = able?.resolutions.some((one) => one.width === value.width && one.height === value.height);
  const h264 = able?.profiles.find((one) => one === value.profile);
  if (able === undefined || !fits || h264 === undefined) throw new Error('media: the board has no such encoder');
  return {
    ...entity(value),
    codec: 'H264',
    width: number(value.width, 1, 65_535),
    height: number(value.height, 1, 65_535),
    frameRate: number(value.frameRate, 0.01, 1000),
    bitrate: number(value.bitrate, able.bitrate.min, able.bitrate.max),
    constantBitRate: flag(value.constantBitRate),
    govLength: number(value.govLength, able.govLength.min, able.govLength.max),
    profile: h264,
    quality: number(value.quality, able.quality.min, able.quality.max),
    sessionTimeout: number(value.sessionTimeout, entityLimits.sessionTimeout.min, entityLimits.sessionTimeout.max),
  };
}

/** Checks what was read from disk against this board; throws when it does not fit. */
export function decodeEntities(stored: unknown, board: Board): MediaEntities {
  const value = fields(stored);
  const entities: MediaEntities = {
    profiles: list(value.profiles, entityLimits.profiles).map(profile),
    VideoSource: list(value.VideoSource, 64).map((one) => videoSource(one, board)),
    VideoEncoder: list(value.VideoEncoder, 64).map((one) => videoEncoder(one, board)),
  };
  for (const all of Object.values(entities) as (readonly { readonly token: string }[])[]) {
    if (new Set(all.map(({ token }) => token)).size < all.length) throw new Error('media: a token twice');
  }
  for (const { configurations } of entities.profiles) {
    for (const kind of configurationKinds) {
      const token = configurations[kind];
      if (token !== undefined && !entities[kind].some((one) => one.token === token))
        throw new Error(`media: no ${kind} ${token}`);
    }
  }
  return entities;
}
