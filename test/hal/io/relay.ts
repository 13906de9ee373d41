import { suite } from 'uvu';
import { virtualContact } from '../../../hal/virtual/contacts.ts';
import { FakeClock } from '../fake-clock.ts';
import { noLines } from './no-lines.ts';
import { relaySuite } from './relay-suite.ts';

const relay = suite('virtual relay');

const clock = new FakeClock();

relaySuite(relay, {
  clock,
  pass: (milliseconds) => clock.pass(milliseconds),
  lines: noLines,
  fact: (initial) => ({ id: 'Relay1', driver: 'virtual', initial }),
  contactClosed: () => virtualContact('Relay1') === true,
});

relay.run();
