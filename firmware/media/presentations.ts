import type { MediaEngine, MediaState } from '../../hal/ports/media-engine.ts';
import type { BackchannelPlan, DesiredMedia, TrackPlan } from '../../services/plan/desired-media.ts';
import type { StandingMulticast } from '../../services/rtsp/delivery/multicast-senders.ts';
import type { Backchannel, Presentation, Track } from '../../services/rtsp/server-options.ts';

function kindOf(token: string, media: MediaState): Track['kind'] {
  const isIn = (list: readonly { readonly id: string }[]): boolean => list.some(({ id }) => id === token);
  if (isIn(media.audioEncoders)) return 'audio';
  return isIn(media.metadata) ? 'metadata' : 'video';
}

/** Tracks of a path, numbered in its order; a stream that does not run is left out. */
function tracksOf(plans: readonly TrackPlan[], media: MediaState, engine: MediaEngine): readonly Track[] {
  return plans
    .map((plan) => ({ plan, stream: engine.stream(plan.stream) }))
    .flatMap(({ plan: { stream: token, multicast, srtp }, stream }, index) =>
      stream === undefined
        ? []
        : [{ control: `track${index + 1}`, kind: kindOf(token, media), stream, multicast, srtp }],
    );
}

/** Backchannel of a path, protected as the audio of the same profile; undefined for a speaker that can play no format. */
function backchannelOf(
  plan: BackchannelPlan | undefined,
  tracks: readonly Track[],
  engine: MediaEngine,
): Backchannel | undefined {
  const formats = plan === undefined ? [] : engine.playbackFormats(plan.output);
  if (plan === undefined || formats.length === 0) return undefined;
  const srtp = (tracks.find(({ kind }) => kind === 'audio') ?? tracks[0])?.srtp ?? 'NONE';
  return { control: 'backchannel', output: plan.output, primacy: plan.primacy, srtp, formats };
}

/** Presentation of every RTSP path. */
export function presentationsOf(desired: DesiredMedia, engine: MediaEngine): ReadonlyMap<string, Presentation> {
  return new Map(
    desired.paths.map(({ path, name, delivery, sessionTimeout, tracks: plans, backchannel: plan }) => {
      const tracks = tracksOf(plans, desired.media, engine);
      return [path, { name, sessionTimeout, delivery, tracks, backchannel: backchannelOf(plan, tracks, engine) }];
    }),
  );
}

/** Multicast streams that are sent without any session (MED-13). */
export function standingMulticast(desired: DesiredMedia, engine: MediaEngine): readonly StandingMulticast[] {
  return desired.multicast.flatMap(({ stream: token, multicast: group }) => {
    const stream = engine.stream(token);
    return stream === undefined || group === undefined ? [] : [{ stream, group }];
  });
}
