import { texts } from '../texts/texts.ts';

/** Names of the screens, which stand in the rail and in the title of the window. */
export const titles = texts(
  {
    live: 'Live',
    events: 'Events',
    picture: 'Picture',
    video: 'Video & audio',
    overlays: 'Overlays & masks',
    'pan-tilt': 'Pan & tilt',
    analytics: 'Analytics',
    io: 'Inputs & outputs',
    network: 'Network',
    integrations: 'Integrations',
    users: 'Users',
    time: 'Date & time',
    security: 'Security',
    maintenance: 'Maintenance',
  },
  {
    live: 'Live',
    events: 'Ereignisse',
    picture: 'Bild',
    video: 'Video & Ton',
    overlays: 'Einblendungen & Masken',
    'pan-tilt': 'Schwenken & Neigen',
    analytics: 'Analyse',
    io: 'Ein- & Ausgänge',
    network: 'Netzwerk',
    integrations: 'Anbindungen',
    users: 'Benutzer',
    time: 'Datum & Uhrzeit',
    security: 'Sicherheit',
    maintenance: 'Wartung',
  },
);

export type ScreenName = keyof ReturnType<typeof titles>;
