import type { Board } from '../../hal/boards/board.ts';
import type { VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import { defaultSound } from './default-sound.ts';
import type { Configurations, MediaEntities, MetadataEntity, ProfileEntity, VideoEncoderEntity } from './model.ts';
import { defaultMulticast } from './multicast.ts';
import { defaultSrtp } from './secure-streaming.ts';
import { defaultProfile, within } from './video-encoder.ts';

type Picture = Pick<VideoEncoderEntity, 'width' | 'height' | 'frameRate' | 'bitrate' | 'govLength'>;

/** Names of the encoder configurations; the first two are in a profile, the others wait for a client's own. */
const encoderNames = ['main', 'sub', 'third', 'fourth'] as const;
const profileNames = ['mainStream', 'subStream'] as const;

/** An encoder configuration as near to `picture` as the board allows. */
function encoder(
  index: number,
  picture: Picture,
  able: VideoEncoderCapabilities,
  deviceId: string,
): VideoEncoderEntity {
  return {
    token: `VideoEncoder${index + 1}`,
    name: encoderNames[index] ?? `encoder${index + 1}`,
    codec: able.codec,
    ...picture,
    bitrate: within(picture.bitrate, able.bitrate),
    govLength: within(picture.govLength, able.govLength),
    constantBitRate: able.constantBitRate,
    profile: defaultProfile(able),
    quality: within(50, able.quality),
    multicast: defaultMulticast(deviceId, 'VideoEncoder', index),
    srtp: defaultSrtp,
    sessionTimeout: 60,
  };
}

/** As many as the board can run at once, so that every guaranteed instance can be had. */
function videoEncoders(board: Board, deviceId: string): readonly VideoEncoderEntity[] {
  const [source] = board.sources;
  if (source === undefined) throw new Error(`board ${board.name} has no video source`);
  const { width, height, frameRate } = source;
  // H.264 wherever there is any: it is what every client plays (clients.md rule 4).
  const able = board.encoders.find(({ codec }) => codec === 'H264') ?? board.encoders[0];
  if (able === undefined) throw new Error(`board ${board.name} has no video encoder`);
  const sizes = able.resolutions;
  const small = sizes.find((one) => one.width === 640) ?? sizes[0] ?? { width, height };
  const full: Picture = { width, height, frameRate, bitrate: 4000, govLength: 2 * frameRate };
  const sub: Picture = {
    width: small.width,
    height: small.height,
    frameRate: able.frameRates.includes(15) ? 15 : frameRate,
    bitrate: 800,
    govLength: 30,
  };
  const count = Math.max(1, Math.min(encoderNames.length, board.encoderInstances.total));
  return [full, sub, sub, sub].slice(0, count).map((picture, index) => encoder(index, picture, able, deviceId));
}

/** All events, nothing of a PTZ unit or of analytics, which the device lacks. */
function metadata(deviceId: string): MetadataEntity {
  return {
    token: 'Metadata1',
    name: 'metadata',
    ptz: undefined,
    events: { xml: '' },
    analytics: false,
    compression: 'None',
    multicast: defaultMulticast(deviceId, 'Metadata', 0),
    srtp: defaultSrtp,
    sessionTimeout: 60,
  };
}

/** Configurations of a fresh device. */
export function defaultConfigurations(board: Board, deviceId: string): Configurations {
  const [source] = board.sources;
  if (source === undefined) throw new Error(`board ${board.name} has no video source`);
  return {
    VideoSource: [{ token: 'VideoSourceConfig1', name: 'source', source: source.id }],
    VideoEncoder: videoEncoders(board, deviceId),
    Metadata: [metadata(deviceId)],
    ...defaultSound(board, deviceId),
  };
}

/** What a fixed profile holds beside its encoder: the first configuration of each kind that the board has. */
export function companions(all: Configurations): ProfileEntity['configurations'] {
  const { VideoEncoder: _own, ...others } = all;
  return Object.fromEntries(Object.entries(others).flatMap(([kind, [first]]) => (first ? [[kind, first.token]] : [])));
}

/**
 * Entities of a fresh device: one source, a full and a small picture, a fixed profile for each, with sound and metadata.
 * Clients pick streams by the words main and sub (Scrypted, Home Assistant, Frigate).
 * @param deviceId stable identity of the device: its multicast groups are derived from it
 */
export function defaultEntities(board: Board, deviceId: string): MediaEntities {
  const all = defaultConfigurations(board, deviceId);
  const profiles = all.VideoEncoder.slice(0, profileNames.length).map(({ token }, index) => ({
    token: `Profile${index + 1}`,
    name: profileNames[index] ?? token,
    fixed: true,
    multicasting: false,
    configurations: { ...companions(all), VideoEncoder: token },
  }));
  return { ...all, profiles };
}
