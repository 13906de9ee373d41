import { Fault } from '../../faults/fault.ts';
import type { EntityStep, EntityStore } from '../entity-store.ts';
import type { MediaEntities } from '../kinds.ts';
import { type StreamEntity, type StreamKind, streamKinds } from '../model.ts';
import { findProfile, replaceProfile, streamable, streamsOf } from '../profiles.ts';
import { isMulticasting, multicastPlan } from './multicast.ts';

/** The next state, with a change for each stream whose AutoStart reads differently. */
function switched(before: MediaEntities, after: MediaEntities): EntityStep {
  const changes = streamKinds.flatMap((kind) =>
    after[kind]
      .filter((entity) => {
        const old = before[kind].find(({ token }) => token === entity.token);
        return old !== undefined && isMulticasting(before, kind, old) !== isMulticasting(after, kind, entity);
      })
      .map(({ token }) => ({ kind: 'configuration', token, type: kind }) as const),
  );
  return { next: after, changes };
}

/**
 * Starts multicast of a profile's streams without RTSP (MED-13, MD2-13).
 * Faults: NoProfile; IncompleteConfiguration without a stream that has a group.
 */
export function startMulticast(entities: MediaEntities, token: string): EntityStep {
  const { profile, streams } = streamable(entities, token);
  if (!streams.some(({ entity }) => multicastPlan(entity) !== undefined)) throw new Fault('IncompleteConfiguration');
  if (profile.multicasting) return { next: entities, changes: [] };
  return switched(entities, replaceProfile(entities, { ...profile, multicasting: true }));
}

/** Stops multicast of a profile's streams and clears the AutoStart of their configurations. Fault: NoProfile. */
export function stopMulticast(entities: MediaEntities, token: string): EntityStep {
  const profile = findProfile(entities, token);
  const flagged = streamsOf(entities, profile).some(({ entity }) => entity.multicast.autoStart);
  if (!profile.multicasting && !flagged) return { next: entities, changes: [] };
  const quiet = <Entity extends StreamEntity>(kind: StreamKind, all: readonly Entity[]): readonly Entity[] =>
    all.map((one) =>
      one.token === profile.configurations[kind] ? { ...one, multicast: { ...one.multicast, autoStart: false } } : one,
    );
  const { VideoEncoder, AudioEncoder, Metadata } = entities;
  const next = replaceProfile(
    {
      ...entities,
      VideoEncoder: quiet('VideoEncoder', VideoEncoder),
      AudioEncoder: quiet('AudioEncoder', AudioEncoder),
      Metadata: quiet('Metadata', Metadata),
    },
    { ...profile, multicasting: false },
  );
  return switched(entities, next);
}

/** Stores a start or a stop and tells which configurations changed by it. */
export async function switchMulticast(
  store: EntityStore,
  by: typeof startMulticast | typeof stopMulticast,
  token: string,
): Promise<object> {
  await store.change((present) => by(present, token));
  return {};
}
