import { z } from 'zod';
import type { Board } from '../../hal/boards/board.ts';
import { Fault } from '../faults/fault.ts';
import { type SettingDefinition, type Settings, setting } from '../settings/setting.ts';

const prefix = 'onvif://www.onvif.org';
/** Number and length of configurable scopes at most: all are sent in one UDP datagram. */
const maximumScopes = 32;
const maximumLength = 256;

/** A scope that can be set: an absolute URI. */
const scope = z
  .string()
  .max(maximumLength)
  .regex(/^[a-z][a-z0-9+.-]*:[^\s\p{C}]+$/iu);

/** Scopes that the owner of the device sets. */
export const scopesSetting: SettingDefinition<readonly string[]> = setting({
  name: 'scopes',
  version: 1,
  schema: z.array(scope).max(maximumScopes).readonly(),
  initial: [`${prefix}/location/unknown`],
  reset: 'soft',
  secret: false,
  backup: true,
});

/** Segment of a scope path. Clients show it unchanged, some with `_` for a space. */
const step = (text: string): string => encodeURIComponent(text.trim().replace(/\s+/g, '_'));

/**
 * Fixed scopes: at least one each of profile, hardware and name (ONVIF Core 7.3.2.2). Profile/T will be added when all its
 * mandatory features are there.
 * @param types what the device is beside a video encoder, by the words of the standard
 * @param serial number on the label of the device
 */
export function fixedScopes(
  board: Pick<Board, 'manufacturer' | 'model' | 'hardwareId'>,
  types: readonly 'ptz'[] = [],
  serial?: string,
): readonly string[] {
  return [
    `${prefix}/Profile/Streaming`,
    `${prefix}/type/video_encoder`,
    ...types.map((type) => `${prefix}/type/${type}`),
    `${prefix}/hardware/${step(board.hardwareId)}`,
    `${prefix}/name/${step(`${board.manufacturer} ${board.model}`)}`,
    ...(serial === undefined ? [] : [`${prefix}/serial/${step(serial)}`]),
  ];
}

/** Scopes of the device: fixed ones, and persistent ones that the owner sets. */
export interface ScopeList {
  readonly fixed: readonly string[];
  configurable(): readonly string[];
  /** All, fixed ones first. */
  list(): readonly string[];
  /** SetScopes: takes the place of all configurable scopes. */
  replace(scopes: readonly string[]): Promise<void>;
  add(scopes: readonly string[]): Promise<void>;
  remove(scopes: readonly string[]): Promise<void>;
  /** Called after each change, when it is durable. Returns how to end it. */
  onChange(listener: () => void): () => void;
}

/** Scope list whose changes run one after another, each all or nothing, and throw `Fault`. */
export function createScopeList(settings: Settings, fixed: readonly string[]): ScopeList {
  const section = settings.open(scopesSetting);
  const change = async (next: (present: readonly string[]) => readonly string[]): Promise<void> => {
    await section.change((present) => checked(next(present)));
  };
  const own = (scopes: readonly string[]): readonly string[] => [
    ...new Set(scopes.map((one) => one.trim()).filter((one) => !fixed.includes(one))),
  ];
  return {
    fixed,
    configurable: () => section.get(),
    list: () => [...fixed, ...section.get()],
    replace: (scopes) => change(() => own(scopes)),
    add: (scopes) => change((present) => own([...present, ...scopes])),
    remove: (scopes) =>
      change((present) => {
        if (scopes.some((one) => fixed.includes(one))) throw new Fault('FixedScope');
        if (!scopes.every((one) => present.includes(one))) throw new Fault('NoScope');
        return present.filter((one) => !scopes.includes(one));
      }),
    onChange: (listener) => section.onChange(listener),
  };
}

function checked(scopes: readonly string[]): readonly string[] {
  if (scopes.length > maximumScopes) throw new Fault('TooManyScopes');
  if (!scopes.every((one) => scope.safeParse(one).success))
    throw new Fault('InvalidArgVal', `a scope is an absolute URI of at most ${maximumLength} characters`);
  return scopes;
}
