import type { ConfigurationOperations } from '../entities/configuration-operations.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import type { ProfileEntity } from '../entities/model.ts';
import { createProfile, deleteProfile, findProfile } from '../entities/profiles.ts';
import type { MediaOperations } from '../generated/media-operations.ts';
import type * as tt from '../generated/tt.ts';
import type { Handlers } from '../soap/service.ts';
import { whileSame } from '../soap/while-same.ts';

/** The repeating operations of each kind of configuration. */
export interface Views {
  readonly source: ConfigurationOperations<tt.VideoSourceConfiguration>;
  readonly encoder: ConfigurationOperations<tt.VideoEncoderConfiguration>;
}

function profileToWire({ token, fixed, name, configurations }: ProfileEntity, { source, encoder }: Views): tt.Profile {
  const { VideoSource, VideoEncoder } = configurations;
  return {
    token,
    fixed,
    Name: name,
    ...(VideoSource === undefined ? {} : { VideoSourceConfiguration: source.toWire(VideoSource) }),
    ...(VideoEncoder === undefined ? {} : { VideoEncoderConfiguration: encoder.toWire(VideoEncoder) }),
  };
}

type ProfileOperations = 'GetProfiles' | 'GetProfile' | 'CreateProfile' | 'DeleteProfile';

/** MED-01 */
export function profileOperations(
  store: EntityStore,
  views: Views,
): Pick<Handlers<MediaOperations>, ProfileOperations> {
  const one = (token: string): tt.Profile => profileToWire(findProfile(store.entities, token), views);
  return {
    GetProfiles: whileSame(
      () => store.entities,
      ({ profiles }) => ({ Profiles: profiles.map((profile) => profileToWire(profile, views)) }),
    ),
    GetProfile: ({ ProfileToken }) => ({ Profile: one(ProfileToken) }),
    CreateProfile: async ({ Name, Token }) => {
      const { next, token } = createProfile(store.entities, Name, Token);
      await store.commit(next, [{ kind: 'profile', token }]);
      return { Profile: one(token) };
    },
    DeleteProfile: async ({ ProfileToken }) => {
      await store.commit(deleteProfile(store.entities, ProfileToken), [{ kind: 'profile', token: ProfileToken }]);
      return {};
    },
  };
}
