import { type Signal, signal } from '@preact/signals';
import { device, media } from '../soap/services.ts';
import { cameraName } from './camera-state.ts';

/** What this camera has, by its services. */
export interface Abilities {
  readonly ptz: boolean;
  readonly analytics: boolean;
  readonly security: boolean;
}

export const abilities: Signal<Abilities | undefined> = signal(undefined);

const nameScope = 'onvif://www.onvif.org/name/';

/** Name from the scopes; the last one is the owner's. */
function nameOf(scopes: readonly string[]): string | undefined {
  const text = scopes.findLast((scope) => scope.startsWith(nameScope))?.slice(nameScope.length);
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text).replaceAll('_', ' ');
  } catch {
    return text;
  }
}

function nameScopeOf(name: string): string {
  return nameScope + encodeURIComponent(name.trim());
}

/** Gives the camera another name: its scope takes the place of the one before. */
export async function setName(name: string): Promise<void> {
  const { Scopes = [] } = await device('GetScopes', {});
  const others = Scopes.filter(
    ({ ScopeDef, ScopeItem }) => ScopeDef === 'Configurable' && !ScopeItem.startsWith(nameScope),
  );
  await device('SetScopes', { Scopes: [...others.map(({ ScopeItem }) => ScopeItem), nameScopeOf(name)] });
  await readName();
}

async function readName(): Promise<void> {
  const { Scopes = [] } = await device('GetScopes', {});
  cameraName.value = nameOf(Scopes.map(({ ScopeItem }) => ScopeItem)) ?? cameraName.value;
}

/** Asks the camera after sign-in what it offers. */
export async function readAbilities(): Promise<void> {
  const [{ Service }] = await Promise.all([device('GetServices', { IncludeCapability: false }), readName()]);
  const offers = (part: string): boolean => Service.some(({ Namespace }) => Namespace.includes(part));
  abilities.value = {
    ptz: offers('/ptz/'),
    analytics: offers('/analytics/'),
    security: offers('/advancedsecurity/'),
  };
}

/** Media profiles of the camera with everything in them. */
export function readProfiles(): ReturnType<typeof media<'GetProfiles'>> {
  return media('GetProfiles', { Type: ['All'] });
}
