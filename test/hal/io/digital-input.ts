import { suite } from 'uvu';
import { setVirtualInput } from '../../../hal/virtual/contacts.ts';
import { inputSuite } from './input-suite.ts';
import { noLines } from './no-lines.ts';

const input = suite('virtual input');

inputSuite(input, {
  lines: noLines,
  fact: { id: 'Door', use: 'input', driver: 'virtual' },
  set: (active) => setVirtualInput('Door', active),
});

input.run();
