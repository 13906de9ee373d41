import { texts } from '../texts/texts.ts';

export const passwordTexts = texts(
  {
    password: 'Password',
    again: 'Password again',
    length: 'At least 8 characters.',
    differ: 'The two passwords differ.',
    weak: 'Weak: longer is better than complicated.',
    fair: 'Fair.',
    strong: 'Strong.',
  },
  {
    password: 'Passwort',
    again: 'Passwort wiederholen',
    length: 'Mindestens 8 Zeichen.',
    differ: 'Die Passwörter sind verschieden.',
    weak: 'Schwach: länger ist besser als kompliziert.',
    fair: 'Brauchbar.',
    strong: 'Stark.',
  },
);
