import { heldBy } from '../entities/configuration-operations.ts';
import { type EntityStore, profileStep } from '../entities/entity-store.ts';
import type { MediaEntities, ProfileEntity } from '../entities/model.ts';
import { createProfile, deleteProfile, findProfile } from '../entities/profiles.ts';
import type { MediaOperations } from '../generated/media-operations.ts';
import type * as tt from '../generated/tt.ts';
import { presentMembers } from '../schema/present-members.ts';
import { whileSame } from '../soap/reply-cache.ts';
import type { Handlers } from '../soap/service.ts';
import type { Views } from './views.ts';

function profileToWire(entities: MediaEntities, profile: ProfileEntity, views: Views): tt.Profile {
  const { token, fixed, name, configurations: held } = profile;
  const extension = presentMembers({
    AudioOutputConfiguration: heldBy(entities, views.AudioOutput, held.AudioOutput),
    AudioDecoderConfiguration: heldBy(entities, views.AudioDecoder, held.AudioDecoder),
  });
  return {
    token,
    fixed,
    Name: name,
    ...presentMembers({
      VideoSourceConfiguration: heldBy(entities, views.VideoSource, held.VideoSource),
      AudioSourceConfiguration: heldBy(entities, views.AudioSource, held.AudioSource),
      VideoEncoderConfiguration: heldBy(entities, views.VideoEncoder, held.VideoEncoder),
      AudioEncoderConfiguration: heldBy(entities, views.AudioEncoder, held.AudioEncoder),
      MetadataConfiguration: heldBy(entities, views.Metadata, held.Metadata),
    }),
    ...(Object.keys(extension).length === 0 ? {} : { Extension: extension }),
  };
}

/** Profiles with H.264 stand first: many clients of ver10 play the first profile and nothing else (clients.md rule 4). */
function profilesToWire(entities: MediaEntities, views: Views): readonly tt.Profile[] {
  const all = entities.profiles.map((profile) => profileToWire(entities, profile, views));
  const first = (profile: tt.Profile): number => (profile.VideoEncoderConfiguration?.H264 === undefined ? 1 : 0);
  return all.sort((a, b) => first(a) - first(b));
}

type ProfileOperations = 'GetProfiles' | 'GetProfile' | 'CreateProfile' | 'DeleteProfile';

/** MED-01 */
export function profileOperations(
  store: EntityStore,
  views: Views,
): Pick<Handlers<MediaOperations>, ProfileOperations> {
  const one = (token: string): tt.Profile => profileToWire(store.entities, findProfile(store.entities, token), views);
  return {
    GetProfiles: whileSame(
      () => store.entities,
      (entities) => ({ Profiles: profilesToWire(entities, views) }),
    ),
    GetProfile: ({ ProfileToken }) => ({ Profile: one(ProfileToken) }),
    CreateProfile: async ({ Name, Token }) => {
      const { token } = await store.change((present) => profileStep(createProfile(present, Name, Token)));
      return { Profile: one(token) };
    },
    DeleteProfile: async ({ ProfileToken }) => {
      const token = ProfileToken;
      await store.change((present) => profileStep({ next: deleteProfile(present, token), token }));
      return {};
    },
  };
}
