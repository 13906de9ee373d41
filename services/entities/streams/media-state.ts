import type { Board } from '../../../hal/boards/board.ts';
import {
  type AudioEncoderState,
  type MediaState,
  noOsd,
  type SourceGeometry,
  type VideoEncoderState,
  type VideoSourceState,
} from '../../../hal/ports/media-engine.ts';
import type { BackchannelPlan, DesiredMedia, StreamPath, TrackPlan } from '../../plan/desired-media.ts';
import { sourceGeometry } from '../kinds/video-source/video-source.ts';
import type { MediaEntities } from '../kinds.ts';
import { type ProfileEntity, type StreamEntity, streamKinds } from '../model.ts';
import { streamsOf } from '../profiles.ts';
import { isMulticasting, multicastPlan } from './multicast.ts';

/** Source of an encoder: that of the first profile with it, else the first source. */
function sourceOf(entities: MediaEntities, medium: 'Video' | 'Audio', encoder: string): string {
  const profile = entities.profiles.find(({ configurations }) => configurations[`${medium}Encoder`] === encoder);
  const sources: readonly { token: string; source: string }[] = entities[`${medium}Source`];
  const joined = sources.find(({ token }) => token === profile?.configurations[`${medium}Source`]);
  return (joined ?? sources[0])?.source ?? '';
}

/** Resolutions are those of the upright picture: a quarter turn swaps columns and lines (tt:VideoResolution). */
function turned(
  { width, height }: { readonly width: number; readonly height: number },
  geometry: SourceGeometry | undefined,
): { readonly width: number; readonly height: number } {
  const quarter = geometry?.rotate === 90 || geometry?.rotate === 270;
  return quarter ? { width: height, height: width } : { width, height };
}

function videoEncoders(entities: MediaEntities, board: Board): readonly VideoEncoderState[] {
  return entities.VideoEncoder.map(
    ({ token, name: _name, sessionTimeout: _timeout, multicast: _group, srtp: _srtp, ...picture }) => {
      const source = sourceOf(entities, 'Video', token);
      const geometry = sourceGeometry(board, entities.VideoSource, source);
      return { ...picture, ...turned(picture, geometry), id: token, source, osd: noOsd };
    },
  );
}

function videoSources(entities: MediaEntities, board: Board): readonly VideoSourceState[] {
  return board.sources.map(({ id, width, height, frameRate }) => {
    const geometry = sourceGeometry(board, entities.VideoSource, id);
    // No picture is shown until the feature of the masks has told them.
    return { id, width, height, frameRate, masks: '', ...(geometry !== undefined && { geometry }) };
  });
}

function audioEncoders(entities: MediaEntities): readonly AudioEncoderState[] {
  return entities.AudioEncoder.map(({ token, codec, bitrate, sampleRate }) => ({
    id: token,
    source: sourceOf(entities, 'Audio', token),
    codec,
    bitrate,
    sampleRate,
  }));
}

/** State of the media engine that follows from the entities. @internal */
export function mediaState(entities: MediaEntities, board: Board): MediaState {
  return {
    sources: videoSources(entities, board),
    encoders: videoEncoders(entities, board),
    audioSources: board.audioSources.map(({ id }) => ({ id })),
    audioEncoders: audioEncoders(entities),
    metadata: entities.Metadata.map(({ token, compression }) => ({ id: token, compression })),
    audioOutputs: board.audioOutputs.map(({ id }) => ({
      id,
      level: entities.AudioOutput.find(({ output }) => output === id)?.level ?? 100,
    })),
  };
}

function trackPlan(entity: StreamEntity): TrackPlan {
  return { stream: entity.token, multicast: multicastPlan(entity), srtp: entity.srtp };
}

/** The speaker of a profile that has both configurations of it (STR-81). */
function backchannel(entities: MediaEntities, { configurations }: ProfileEntity): BackchannelPlan | undefined {
  if (configurations.AudioDecoder === undefined) return undefined;
  const speaker = entities.AudioOutput.find(({ token }) => token === configurations.AudioOutput);
  return speaker && { output: speaker.output, primacy: speaker.primacy };
}

/** Path whose DESCRIBE announces the groups of a profile. */
export function multicastPath(token: string): string {
  return `multicast/${token}`;
}

/** Two RTSP paths for every profile that can be streamed: its token, and the one for multicast. @internal */
export function streamPaths(entities: MediaEntities): readonly StreamPath[] {
  return entities.profiles.flatMap((profile) => {
    const streams = streamsOf(entities, profile);
    const [first] = streams;
    if (first === undefined) return [];
    const path: StreamPath = {
      path: profile.token,
      name: profile.name,
      delivery: 'unicast',
      tracks: streams.map(({ entity }) => trackPlan(entity)),
      backchannel: backchannel(entities, profile),
      sessionTimeout: first.entity.sessionTimeout,
    };
    return [path, { ...path, path: multicastPath(profile.token), delivery: 'multicast' }];
  });
}

/** Tracks that are multicast without any session: by AutoStart, or started for a profile (MED-13). @internal */
export function multicastTracks(entities: MediaEntities): readonly TrackPlan[] {
  return streamKinds.flatMap((kind) =>
    entities[kind].filter((entity) => isMulticasting(entities, kind, entity)).map(trackPlan),
  );
}

/** The part of the desired state that follows from the entities. */
export function mediaPlan(entities: MediaEntities, board: Board): Pick<DesiredMedia, 'media' | 'paths' | 'multicast'> {
  return { media: mediaState(entities, board), paths: streamPaths(entities), multicast: multicastTracks(entities) };
}
