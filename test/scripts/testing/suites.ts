import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readHeader } from '../../../scripts/testing/suites.ts';

const suites = suite('header of a suite');

// A whole line below would be read as the header of this suite itself.
const limit = (seconds: number): string => `${'//'} time limit: ${seconds} s`;
const wants = (text: string): string => `${'//'} wants: ${text}`;

const plain = (text: string): string => `${'//'} plain: ${text}`;

const rows = [
  {
    name: 'never AddressSanitizer, with a reason',
    lines: [plain('it measures encoders')],
    expected: { limitSeconds: 120, alone: false, weight: 20, plain: true },
  },
  { name: 'nothing', lines: [], expected: { limitSeconds: 120, alone: false, weight: 20 } },
  { name: 'a time limit', lines: [limit(180)], expected: { limitSeconds: 180, alone: false, weight: 180 } },
  {
    name: 'the machine, with a reason',
    lines: [limit(90), wants('the machine: measures pacing')],
    expected: { limitSeconds: 90, alone: true, weight: 90 },
  },
  {
    name: 'the devices that it has for itself',
    lines: [`${'//'} devices: camera`],
    expected: { limitSeconds: 120, alone: false, weight: 20, devices: 'camera' },
  },
  {
    name: 'the machine without a reason',
    lines: [wants('the machine')],
    expected: { limitSeconds: 120, alone: false, weight: 20, fault: 'wants something else than `the machine: REASON`' },
  },
  {
    name: 'something unknown',
    lines: [wants('luck: it is needed')],
    expected: { limitSeconds: 120, alone: false, weight: 20, fault: 'wants something else than `the machine: REASON`' },
  },
  {
    name: 'a single test',
    lines: [`room${'.'}only('x', f)`],
    expected: { limitSeconds: 120, alone: false, weight: 20, fault: 'has a left-in only()' },
  },
];
for (const { name, lines, expected } of rows)
  suites(`tells a suite that wants ${name}`, () => {
    assert.equal(readHeader([...lines, "import { suite } from 'uvu';"].join('\n')), expected);
  });

suites.run();
