import type { UserStore } from '../../services/auth/users.ts';
import type { EntityStore } from '../../services/entities/entity-store.ts';
import { mediaPlan } from '../../services/entities/media-state.ts';
import type { DesiredMedia } from '../../services/plan/desired-media.ts';
import type { VirtualScene } from './virtual-scene.ts';

/** Realm of both digests; part of the stored secrets, so it never changes. */
export const realm = 'Vedette';

export interface DesiredMediaParts {
  readonly store: EntityStore;
  readonly users: UserStore;
  readonly rtsp: DesiredMedia['rtsp'];
  readonly scene: VirtualScene | undefined;
}

/** The state the media process has to reach, from everything that decides it. */
export function desiredMedia({ store, users, rtsp, scene }: DesiredMediaParts): DesiredMedia {
  const plan = mediaPlan(store.entities, store.board);
  return {
    ...plan,
    media: scene?.surround(plan.media) ?? plan.media,
    realm,
    users: users.digestUsers(),
    rtsp,
  };
}
