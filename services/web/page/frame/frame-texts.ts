import { texts } from '../texts/texts.ts';

export const frameTexts = texts(
  {
    home: 'Vedette, live view',
    main: 'Main',
    phone: 'Main (phone)',
    camera: 'Camera',
    device: 'Device',
    dark: 'Use dark colours',
    light: 'Use light colours',
    signOut: 'Sign out',
    language: 'Language',
    offline: 'Offline',
    online: 'Online',
    skip: 'Skip to the content',
    allSettings: 'All settings',
  },
  {
    home: 'Vedette, Live-Ansicht',
    main: 'Hauptmenü',
    phone: 'Hauptmenü (Telefon)',
    camera: 'Kamera',
    device: 'Gerät',
    dark: 'Dunkle Farben verwenden',
    light: 'Helle Farben verwenden',
    signOut: 'Abmelden',
    language: 'Sprache',
    offline: 'Offline',
    online: 'Online',
    skip: 'Zum Inhalt springen',
    allSettings: 'Alle Einstellungen',
  },
);
