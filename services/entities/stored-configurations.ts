import { isIP } from 'node:net';
import type { Board } from '../../hal/boards/board.ts';
import { restoreFilter, storedFilterLimit } from '../metadata/stored-filter.ts';
import {
  type AudioEncoderEntity,
  type AudioOutputEntity,
  type ConfigurationEntity,
  type Configurations,
  entityLimits,
  type MetadataEntity,
  type MulticastEntity,
  type StreamEntity,
  type StreamKind,
  type VideoEncoderEntity,
} from './model.ts';
import { defaultMulticast } from './multicast.ts';
import { defaultSrtp, srtpAlgorithms } from './secure-streaming.ts';
import { among, type Fields, fields, flag, number, text } from './stored-fields.ts';

/** What stored values are held against. */
export interface Facts {
  readonly board: Board;
  readonly deviceId: string;
}

export function named(value: Fields): ConfigurationEntity {
  return { token: text(value.token, entityLimits.token), name: text(value.name, entityLimits.name) };
}

function multicast(value: Fields): MulticastEntity {
  const address = text(value.address, 45);
  if (isIP(address) === 0) throw new Error('media: not an address');
  return {
    address,
    port: number(value.port, 0, 65_534),
    ttl: number(value.ttl, 1, 255),
    autoStart: flag(value.autoStart),
  };
}

/** The first version knew neither groups nor SRTP: their defaults are filled in. */
function stream(value: Fields, kind: StreamKind, index: number, { deviceId }: Facts): StreamEntity {
  const { min, max } = entityLimits.sessionTimeout;
  return {
    ...named(value),
    multicast:
      value.multicast === undefined ? defaultMulticast(deviceId, kind, index) : multicast(fields(value.multicast)),
    srtp: value.srtp === undefined ? defaultSrtp : among(value.srtp, srtpAlgorithms, 'SRTP algorithm'),
    sessionTimeout: number(value.sessionTimeout, min, max),
  };
}

function videoEncoder(value: Fields, index: number, facts: Facts): VideoEncoderEntity {
  const able = facts.board.encoders.find((one) => one.codec === value.codec);
  const fits = able?.resolutions.some((one) => one.width === value.width && one.height === value.height);
  if (able === undefined || !fits) throw new Error('media: the board has no such encoder');
  return {
    ...stream(value, 'VideoEncoder', index, facts),
    codec: able.codec,
    width: number(value.width, 1, 65_535),
    height: number(value.height, 1, 65_535),
    frameRate: number(value.frameRate, 0.01, 1000),
    bitrate: number(value.bitrate, able.bitrate.min, able.bitrate.max),
    constantBitRate: flag(value.constantBitRate),
    govLength: number(value.govLength, able.govLength.min, able.govLength.max),
    profile: able.profiles.length === 0 ? undefined : among(value.profile, able.profiles, 'profile'),
    quality: number(value.quality, able.quality.min, able.quality.max),
  };
}

function audioEncoder(value: Fields, index: number, facts: Facts): AudioEncoderEntity {
  const able = facts.board.audioEncoders.find((one) => one.codec === value.codec);
  if (able === undefined) throw new Error('media: the board has no such audio encoder');
  return {
    ...stream(value, 'AudioEncoder', index, facts),
    codec: able.codec,
    bitrate: among(value.bitrate, able.bitrates, 'bit rate'),
    sampleRate: among(value.sampleRate, able.sampleRates, 'sample rate'),
  };
}

function storedFilter(value: Fields): { readonly xml: string } {
  const xml = text(value.xml, storedFilterLimit);
  try {
    restoreFilter({ xml });
  } catch (cause) {
    throw new Error('media: not an event filter', { cause });
  }
  return { xml };
}

function metadata(value: Fields, index: number, facts: Facts): MetadataEntity {
  const ptz = value.ptz === undefined ? undefined : fields(value.ptz);
  return {
    ...stream(value, 'Metadata', index, facts),
    ptz: ptz && { status: flag(ptz.status), position: flag(ptz.position) },
    events: value.events === undefined ? undefined : storedFilter(fields(value.events)),
    analytics: flag(value.analytics),
    compression: among(value.compression, ['None', 'GZIP'] as const, 'compression'),
  };
}

function audioOutput(value: Fields, { board }: Facts): AudioOutputEntity {
  const known = board.audioOutputs.map(({ id }) => id);
  return {
    ...named(value),
    output: among(value.output, known, 'audio output'),
    primacy: among(value.primacy, ['Server', 'Client', 'Auto', 'none'] as const, 'primacy'),
    level: number(value.level, 0, 100),
  };
}

function sourced(value: Fields, sources: readonly { readonly id: string }[]): ConfigurationEntity & { source: string } {
  const known = sources.map(({ id }) => id);
  return { ...named(value), source: among(value.source, known, 'source') };
}

/** The decoder of each kind: a stored entry, its place in the list, and what it is held against. */
export const decoders: {
  readonly [Kind in keyof Configurations]: (value: Fields, index: number, facts: Facts) => Configurations[Kind][number];
} = {
  VideoSource: (value, _index, { board }) => sourced(value, board.sources),
  AudioSource: (value, _index, { board }) => sourced(value, board.audioSources),
  VideoEncoder: videoEncoder,
  AudioEncoder: audioEncoder,
  Metadata: metadata,
  AudioOutput: (value, _index, facts) => audioOutput(value, facts),
  AudioDecoder: named,
};
