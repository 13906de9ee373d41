import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SettledLevel } from '../../../hal/io/settled-level.ts';
import { FakeClock } from '../fake-clock.ts';

const settled = suite('settled level');

function bench(debounce: number) {
  const state = { level: false, told: [] as boolean[], listening: true, chatters: 0 };
  const clock = new FakeClock();
  const level = new SettledLevel({
    clock,
    debounce,
    read: () => state.level,
    onChange: (active) => state.told.push(active),
    listen: (wanted) => {
      state.listening = wanted;
    },
    onChatter: () => {
      state.chatters += 1;
    },
  });
  return {
    clock,
    level,
    state,
    to(value: boolean) {
      state.level = value;
      if (state.listening) level.edge();
    },
  };
}

settled('reports each change at once without debouncing, and no edge without a change', () => {
  const { level, state, to } = bench(0);
  to(true);
  to(true);
  to(false);
  assert.equal(state.told, [true, false]);
  level.close();
});

settled('waits until a level has lasted', async () => {
  const { clock, level, state, to } = bench(30);
  to(true);
  to(false);
  await clock.pass(60);
  to(true);
  await clock.pass(29);
  assert.equal([state.told, level.active], [[], false]);
  await clock.pass(1);
  assert.equal(state.told, [true]);
  level.close();
});

settled('ignores edges while it chatters, reports that once, and reads the level afterwards', async () => {
  const { clock, level, state, to } = bench(0);
  for (let edge = 0; edge < 1001; edge += 1) to(edge % 2 === 0);
  assert.is(state.listening, false);
  assert.is(state.told.length, 30);
  await clock.pass(200);
  assert.is(state.listening, true);
  assert.equal([level.active, state.chatters], [true, 1]);
  for (let edge = 0; edge < 1000; edge += 1) to(edge % 2 === 0);
  assert.is(state.chatters, 1);
  level.close();
});

settled('reports chattering again after a calm time', async () => {
  const { clock, level, state, to } = bench(0);
  for (const round of [1, 2]) {
    for (let edge = 0; edge < 40; edge += 1) to(edge % 2 === 0);
    assert.is(state.chatters, round);
    await clock.pass(200 + 301);
    to(!level.active);
  }
  level.close();
});

settled('reports nothing once closed', async () => {
  const { clock, level, state, to } = bench(10);
  to(true);
  level.close();
  await clock.pass(30);
  assert.equal(state.told, []);
});

settled.run();
