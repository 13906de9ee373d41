import type { FunctionComponent } from 'preact';
import type { Abilities } from '../session/abilities.ts';
import type { Level } from '../session/session.ts';
import type { ScreenName } from './titles.ts';

/** Component of a screen; `part` is the rest of its address. */
export type ScreenComponent = FunctionComponent<{ readonly part: string }>;

/** A screen of the page: one folder and one line of `screens`. */
export interface Screen {
  /** Its address, and its name in `titles.ts`. */
  readonly name: ScreenName;
  readonly icon: string;
  readonly group: 'main' | 'camera' | 'device';
  /** The least level that may use it. */
  readonly least: Level;
  /** Whether this camera has what the screen is for; absent = always. */
  readonly isOffered?: (abilities: Abilities) => boolean;
  /** Loads the screen when it is opened; absent = it is not built yet, and the page does not name it. */
  readonly load?: () => Promise<ScreenComponent>;
}

/** Screens in the order of the rail. */
const screens: readonly Screen[] = [
  {
    name: 'live',
    icon: 'live',
    group: 'main',
    least: 'User',
    load: async () => (await import('../live/live.tsx')).Live,
  },
  { name: 'events', icon: 'bell', group: 'main', least: 'User' },
  {
    name: 'picture',
    icon: 'image',
    group: 'camera',
    least: 'Operator',
    load: async () => (await import('./picture/picture.tsx')).PictureScreen,
  },
  {
    name: 'video',
    icon: 'film',
    group: 'camera',
    least: 'Administrator',
    load: async () => (await import('./video/video.tsx')).Video,
  },
  { name: 'overlays', icon: 'layers', group: 'camera', least: 'Administrator' },
  { name: 'pan-tilt', icon: 'move', group: 'camera', least: 'Operator', isOffered: ({ ptz }) => ptz },
  { name: 'analytics', icon: 'zones', group: 'camera', least: 'Administrator' },
  { name: 'io', icon: 'plug', group: 'device', least: 'Operator' },
  {
    name: 'network',
    icon: 'network',
    group: 'device',
    least: 'Administrator',
    load: async () => (await import('./network/network.tsx')).Network,
  },
  {
    name: 'integrations',
    icon: 'share',
    group: 'device',
    least: 'Administrator',
    load: async () => (await import('./integrations/integrations.tsx')).Integrations,
  },
  {
    name: 'users',
    icon: 'users',
    group: 'device',
    least: 'Administrator',
    load: async () => (await import('./users/users.tsx')).Users,
  },
  {
    name: 'time',
    icon: 'clock',
    group: 'device',
    least: 'Administrator',
    load: async () => (await import('./time/time.tsx')).Time,
  },
  { name: 'security', icon: 'lock', group: 'device', least: 'Administrator' },
  {
    name: 'maintenance',
    icon: 'wrench',
    group: 'device',
    least: 'Administrator',
    load: async () => (await import('./maintenance/maintenance.tsx')).Maintenance,
  },
];

const ranks: Readonly<Record<Level, number>> = { User: 1, Operator: 2, Administrator: 3 };

/** Screens that this person can open on this camera. */
export function screensFor(level: Level, abilities: Abilities): readonly Screen[] {
  return screens.filter(
    ({ load, least, isOffered }) =>
      load !== undefined && ranks[level] >= ranks[least] && (isOffered === undefined || isOffered(abilities)),
  );
}
