import type { Board } from '../../hal/boards/board.ts';
import { suits } from '../entities/belonging.ts';
import { type EntityStore, profileStep } from '../entities/entity-store.ts';
import { type ConfigurationKind, configurationKinds, type MediaEntities } from '../entities/kinds.ts';
import type { ProfileEntity } from '../entities/model.ts';
import {
  addConfiguration,
  createProfile,
  deleteProfile,
  findProfile,
  removeConfiguration,
  renameProfile,
} from '../entities/profiles.ts';
import { configurationOf, type ServiceKind } from '../entities/service-kinds.ts';
import { Fault } from '../faults/fault.ts';
import type { Media2Operations } from '../generated/media2-operations.ts';
import type * as tr2 from '../generated/tr2.ts';
import { presentMembers } from '../schema/present-members.ts';
import type { Handlers } from '../soap/service.ts';

function kindOf(type: string): ConfigurationKind {
  const kind = configurationKinds.find((one) => one === type);
  if (kind === undefined) throw new Fault('NoConfig', `This device has no configuration of type ${type}`);
  return kind;
}

/** A profile without its configurations unless their types are asked for (MD2-01). */
function toWire(
  entities: MediaEntities,
  profile: ProfileEntity,
  types: readonly string[],
  known: readonly ServiceKind[],
): tr2.MediaProfile {
  const { token, fixed, name, configurations } = profile;
  const asked = known.filter((one) => types.includes('All') || types.includes(one.name));
  const members = asked.map(({ kind, name: element, view }) => [
    element,
    configurationOf(entities, kind, view, configurations[kind]),
  ]);
  const set: tr2.ConfigurationSet = presentMembers(Object.fromEntries(members));
  return { token, fixed, Name: name, ...(types.length === 0 ? {} : { Configurations: set }) };
}

/** Configuration that the device chooses where a request names none: the first that goes with the profile's video source. */
function firstSuitable(
  entities: MediaEntities,
  profile: string,
  kind: ConfigurationKind,
  board: Board,
): string | undefined {
  const all: readonly { readonly token: string }[] = entities[kind];
  return all.find(({ token }) => suits(entities, findProfile(entities, profile), kind, token, board))?.token;
}

/** Adds in the order in which kinds depend on each other, so that a request may name them in any order. */
function addAll(
  entities: MediaEntities,
  token: string,
  wanted: readonly tr2.ConfigurationRef[],
  board: Board,
): MediaEntities {
  const order = wanted
    .map(({ Type, Token }) => ({ kind: kindOf(Type), Token }))
    .sort((a, b) => configurationKinds.indexOf(a.kind) - configurationKinds.indexOf(b.kind));
  return order.reduce((next, { kind, Token }) => {
    const suitable = Token ?? firstSuitable(next, token, kind, board);
    if (suitable === undefined) throw new Fault('NoConfig');
    return addConfiguration(next, token, kind, suitable, 'media2');
  }, entities);
}

/** Removes dependent kinds first. Types that the profile or the device has nothing of are ignored (WSDL). */
function removeAll(entities: MediaEntities, token: string, unwanted: readonly tr2.ConfigurationRef[]): MediaEntities {
  findProfile(entities, token);
  const isNamed = (kind: ConfigurationKind): boolean => unwanted.some(({ Type }) => Type === 'All' || Type === kind);
  const order = configurationKinds.filter(isNamed).reverse();
  return order.reduce((next, kind) => removeConfiguration(next, token, kind, 'media2'), entities);
}

type ProfileOperations = 'GetProfiles' | 'CreateProfile' | 'DeleteProfile' | 'AddConfiguration' | 'RemoveConfiguration';

/** Profiles of Media2: several configurations in one request, all or nothing (MD2-01, MD2-02). */
export function profileOperations(
  store: EntityStore,
  known: readonly ServiceKind[],
): Pick<Handlers<Media2Operations>, ProfileOperations> {
  const change = async (token: string, next: (present: MediaEntities) => MediaEntities): Promise<object> => {
    await store.change((present) => profileStep({ next: next(present), token }));
    return {};
  };
  return {
    GetProfiles: ({ Token, Type = [] }) => {
      const profiles = Token === undefined ? store.entities.profiles : [findProfile(store.entities, Token)];
      return { Profiles: profiles.map((profile) => toWire(store.entities, profile, Type, known)) };
    },
    CreateProfile: async ({ Name, Configuration = [] }) => {
      const { token } = await store.change((present) => {
        const { next, token } = createProfile(present, Name);
        return profileStep({ next: addAll(next, token, Configuration, store.board), token });
      });
      return { Token: token };
    },
    DeleteProfile: ({ Token }) => change(Token, (present) => deleteProfile(present, Token)),
    AddConfiguration: ({ ProfileToken, Name, Configuration = [] }) =>
      change(ProfileToken, (present) => {
        const named = Name === undefined ? present : renameProfile(present, ProfileToken, Name);
        findProfile(named, ProfileToken);
        return addAll(named, ProfileToken, Configuration, store.board);
      }),
    RemoveConfiguration: ({ ProfileToken, Configuration }) =>
      change(ProfileToken, (present) => removeAll(present, ProfileToken, Configuration)),
  };
}
