import type { Board } from '../../hal/boards/board.ts';
import type { MediaState } from '../../hal/ports/media-engine.ts';
import type { StreamPath } from '../media/desired-media.ts';
import type { MediaEntities } from './model.ts';

/** What the media engine has to run for these entities. */
export function mediaState(entities: MediaEntities, board: Board): MediaState {
  const sources = board.sources.map(({ id, width, height, frameRate }) => ({ id, width, height, frameRate }));
  const [first] = sources;
  return {
    sources,
    audioSources: [],
    audioEncoders: [],
    metadata: [],
    audioOutputs: [],
    encoders: entities.VideoEncoder.map(({ token, name: _name, sessionTimeout: _timeout, ...picture }) => ({
      ...picture,
      id: token,
      source: sourceOf(entities, token) ?? first?.id ?? '',
    })),
  };
}

/** The video source that a profile joins to an encoder. */
function sourceOf(entities: MediaEntities, encoder: string): string | undefined {
  const profile = entities.profiles.find(({ configurations }) => configurations.VideoEncoder === encoder);
  return entities.VideoSource.find(({ token }) => token === profile?.configurations.VideoSource)?.source;
}

/** An RTSP path for every profile that can be streamed; the path is the profile's token. */
export function streamPaths(entities: MediaEntities): readonly StreamPath[] {
  return entities.profiles.flatMap(({ token, name, configurations }) => {
    const encoder = entities.VideoEncoder.find((one) => one.token === configurations.VideoEncoder);
    if (encoder === undefined || configurations.VideoSource === undefined) return [];
    const track = { stream: encoder.token, multicast: undefined, srtp: 'NONE' } as const;
    return [{ path: token, name, tracks: [track], backchannel: undefined, sessionTimeout: encoder.sessionTimeout }];
  });
}
