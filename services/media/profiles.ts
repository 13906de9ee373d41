import { type EntityStore, profileStep } from '../entities/entity-store.ts';
import type { MediaEntities } from '../entities/kinds.ts';
import type { ProfileEntity } from '../entities/model.ts';
import { createProfile, deleteProfile, findProfile } from '../entities/profiles.ts';
import { configurationOf, type ServiceKind } from '../entities/service-kinds.ts';
import type { MediaOperations } from '../generated/media-operations.ts';
import type * as tt from '../generated/tt.ts';
import { presentMembers } from '../schema/present-members.ts';
import { whileSame } from '../soap/reply-cache.ts';
import type { Handlers } from '../soap/service.ts';

/** Kinds whose element stands in the extension of tt:Profile. */
const extended: Readonly<Record<Extract<keyof tt.ProfileExtension, `${string}Configuration`>, true>> = {
  AudioOutputConfiguration: true,
  AudioDecoderConfiguration: true,
};

function profileToWire(entities: MediaEntities, profile: ProfileEntity, known: readonly ServiceKind[]): tt.Profile {
  const { token, fixed, name, configurations: held } = profile;
  const members = known.map((one) => {
    const element = `${one.name}Configuration`;
    return [element, configurationOf(entities, one.kind, one.view, held[one.kind])] as const;
  });
  const isExtended = ([element]: (typeof members)[number]): boolean => element in extended;
  const extension = presentMembers(Object.fromEntries(members.filter(isExtended)));
  return {
    token,
    fixed,
    Name: name,
    ...presentMembers(Object.fromEntries(members.filter((member) => !isExtended(member)))),
    ...(Object.keys(extension).length === 0 ? {} : { Extension: extension }),
  };
}

/** Profile of a token as ver10 writes it; undefined for an unknown one. */
export function shownProfile(
  entities: MediaEntities,
  known: readonly ServiceKind[],
  token: string,
): tt.Profile | undefined {
  const profile = entities.profiles.find((one) => one.token === token);
  return profile && profileToWire(entities, profile, known);
}

/** Profiles with H.264 stand first: many clients of ver10 play the first profile and nothing else (clients.md rule 4). */
function profilesToWire(entities: MediaEntities, known: readonly ServiceKind[]): readonly tt.Profile[] {
  const all = entities.profiles.map((profile) => profileToWire(entities, profile, known));
  const first = (profile: tt.Profile): number => (profile.VideoEncoderConfiguration?.H264 === undefined ? 1 : 0);
  return all.sort((a, b) => first(a) - first(b));
}

type ProfileOperations = 'GetProfiles' | 'GetProfile' | 'CreateProfile' | 'DeleteProfile';

/** Profiles of ver10 (MED-01). */
export function profileOperations(
  store: EntityStore,
  known: readonly ServiceKind[],
): Pick<Handlers<MediaOperations>, ProfileOperations> {
  const one = (token: string): tt.Profile => profileToWire(store.entities, findProfile(store.entities, token), known);
  return {
    GetProfiles: whileSame(
      () => store.entities,
      (entities) => ({ Profiles: profilesToWire(entities, known) }),
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
