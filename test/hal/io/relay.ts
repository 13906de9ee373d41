import { suite } from 'uvu';
import { virtualContact } from '../../../hal/virtual/contacts.ts';
import { noLines } from './no-lines.ts';
import { relaySuite } from './relay-suite.ts';

const relay = suite('virtual relay');

relaySuite(relay, {
  lines: noLines,
  fact: (initial) => ({ id: 'Relay1', driver: 'virtual', initial }),
  contactClosed: () => virtualContact('Relay1') === true,
});

relay.run();
