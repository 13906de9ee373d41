import type { UserStore } from '../services/auth/users.ts';
import type { EntityStore } from '../services/entities/entity-store.ts';
import { mediaState, streamPaths } from '../services/entities/media-state.ts';
import type { DesiredMedia } from '../services/media/desired-media.ts';

/** Realm of both digests; part of the stored secrets, so it never changes. */
export const realm = 'Vedette';

/** The state the media process has to reach, from everything that decides it. */
export function desiredMedia(store: EntityStore, users: UserStore, rtsp: DesiredMedia['rtsp']): DesiredMedia {
  return {
    media: mediaState(store.entities, store.board),
    paths: streamPaths(store.entities),
    multicast: [],
    realm,
    users: users.digestUsers(),
    rtsp,
  };
}
