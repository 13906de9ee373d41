import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type HeadFact, headSchema } from '../../../../hal/boards/facts/head.ts';

const facts = suite('facts of heads');
const optics = { horizontalFieldOfView: 60, magnification: 8 };
const whole: HeadFact = {
  id: 'PTZ1',
  sources: ['VideoSource1'],
  axes: ['Pan1', 'Tilt1', 'Zoom1'],
  optics: { ...optics, curve: [1, 3, 8], focalLength: { wide: 4, tele: 32 } },
  startup: { preset: '1' },
};

const wrong: readonly [what: string, fact: HeadFact, text: RegExp][] = [
  [
    'a field of view of 0',
    { ...whole, optics: { horizontalFieldOfView: 0 } },
    /^optics\.horizontalFieldOfView: .*>=0\.1/,
  ],
  ['a lens that sees half the room', { ...whole, optics: { horizontalFieldOfView: 180 } }, /sees less than 180/],
  ['a magnification below 1', { ...whole, optics: { ...optics, magnification: 0.5 } }, /^optics\.magnification: .*>=1/],
  ['a curve that falls', { ...whole, optics: { ...optics, curve: [1, 9, 8] } }, /^optics\.curve: must rise from 1/],
  ['a curve that ends elsewhere', { ...whole, optics: { ...optics, curve: [1, 7] } }, /^optics\.curve: must rise/],
  ['axes of a digital head', { ...whole, digital: { magnification: 4 } }, /^axes: a digital head has no motors/],
  ['a window that does not magnify', { id: 'PTZ1', digital: { magnification: 1 } }, /^digital\.magnification: .*>=2/],
  ['no axes', { ...whole, axes: [] }, /^axes: .*>=1/],
];

facts('accept a whole head, and one of which only the id is told', () => {
  assert.equal(headSchema.parse(whole), whole);
  assert.equal(headSchema.parse({ id: 'PTZ1' }), { id: 'PTZ1' });
  assert.equal(headSchema.parse({ id: 'PTZ1', startup: 'last' }).startup, 'last');
});

for (const [what, fact, text] of wrong)
  facts(`refuse ${what}`, () => {
    const issues = headSchema.safeParse(fact).error?.issues ?? [];
    assert.match(issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'), text);
  });

facts.run();
