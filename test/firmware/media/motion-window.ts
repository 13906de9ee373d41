import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MotionWindow } from '../../../firmware/media/motion-window.ts';

const room = suite('window of motion records');

/** A window, and what it told: the source, `lost`, and the first byte of the record. */
function underTest(): { readonly window: MotionWindow; readonly told: string[] } {
  const told: string[] = [];
  const window = new MotionWindow((message) => {
    if (message.kind === 'motion')
      told.push(`${message.source}${message.lost ? ' lost' : ''} ${message.record?.[0] ?? '-'}`);
  });
  return { window, told };
}

room('sends four records that nobody took, and then the newest of those that came', () => {
  const { window, told } = underTest();
  for (let index = 1; index <= 9; index += 1) window.offer('A', Uint8Array.of(index));
  assert.equal(told.splice(0), ['A 1', 'A 2', 'A 3', 'A 4']);
  window.taken('A');
  assert.equal(told.splice(0), ['A 9']);
  window.taken('A');
  assert.equal(told, [], 'nothing twice');
});

room('keeps the loss of a signal until it is sent, with the newest record behind it', () => {
  const { window, told } = underTest();
  for (let index = 1; index <= 5; index += 1) window.offer('A', Uint8Array.of(index));
  told.splice(0);
  window.offer('A', undefined);
  window.offer('A', Uint8Array.of(7));
  window.offer('A', Uint8Array.of(8));
  window.taken('A');
  assert.equal(told.splice(0), ['A lost 8']);
  window.offer('A', undefined);
  window.taken('A');
  assert.equal(told, ['A lost -'], 'a record from before the loss is dropped');
});

room('does not let a source wait for another one', () => {
  const { window, told } = underTest();
  for (let index = 1; index <= 6; index += 1) window.offer('A', Uint8Array.of(index));
  window.offer('B', Uint8Array.of(1));
  assert.is(told.at(-1), 'B 1');
  window.taken('C');
  assert.is(told.length, 5);
});

room.run();
