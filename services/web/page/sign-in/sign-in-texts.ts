import { texts } from '../texts/texts.ts';

export const signInTexts = texts(
  {
    title: 'Sign in',
    user: 'User',
    password: 'Password',
    submit: 'Sign in',
    busy: 'Signing in…',
    wrong: 'Name or password is wrong.',
    slow: 'After failed attempts the camera answers slowly. One moment.',
    forgotten: 'Forgotten the password?',
    remedy:
      'A hard reset removes all users and settings: hold the reset button for ten seconds, or see “Locked out” in the manual.',
    plain: 'This connection is not encrypted. Your password is never sent, but everything else can be read.',
    secure: 'Use HTTPS',
    fingerprint: 'Fingerprint of its certificate (SHA-256)',
  },
  {
    title: 'Anmelden',
    user: 'Benutzer',
    password: 'Passwort',
    submit: 'Anmelden',
    busy: 'Anmeldung läuft…',
    wrong: 'Name oder Passwort ist falsch.',
    slow: 'Nach fehlgeschlagenen Versuchen antwortet die Kamera langsam. Einen Moment.',
    forgotten: 'Passwort vergessen?',
    remedy:
      'Ein vollständiges Zurücksetzen entfernt alle Benutzer und Einstellungen: die Reset-Taste zehn Sekunden halten, oder „Locked out“ in der Anleitung.',
    plain: 'Diese Verbindung ist nicht verschlüsselt. Ihr Passwort wird nie gesendet, alles andere ist lesbar.',
    secure: 'HTTPS verwenden',
    fingerprint: 'Fingerabdruck des Zertifikats (SHA-256)',
  },
);
