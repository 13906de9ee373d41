import type { UserStore } from '../services/auth/users.ts';
import type { EntityStore } from '../services/entities/entity-store.ts';
import { mediaPlan } from '../services/entities/media-state.ts';
import type { DesiredMedia } from '../services/media/desired-media.ts';

/** Realm of both digests; part of the stored secrets, so it never changes. */
export const realm = 'Vedette';

/** The state the media process has to reach, from everything that decides it. */
export function desiredMedia(store: EntityStore, users: UserStore, rtsp: DesiredMedia['rtsp']): DesiredMedia {
  return {
    ...mediaPlan(store.entities, store.board),
    realm,
    users: users.digestUsers(),
    rtsp,
  };
}
