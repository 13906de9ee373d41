import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AuxiliaryFact } from '../../../hal/boards/facts/io.ts';
import { createAuxiliary } from '../../../hal/io/auxiliary.ts';
import { openAuxiliarySwitch } from '../../../hal/io/auxiliary-switch.ts';
import { openRelay } from '../../../hal/io/relay.ts';
import type { AuxiliarySwitch } from '../../../hal/ports/auxiliary.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import { virtualContact } from '../../../hal/virtual/contacts.ts';
import { FakeClock } from '../fake-clock.ts';
import { noLines } from './no-lines.ts';

const auxiliary = suite('auxiliary functions');

const facts: readonly AuxiliaryFact[] = [
  { id: 'Wiper', driver: 'virtual' },
  { id: 'Washer', driver: 'virtual', longest: 2000 },
  { id: 'Heater', driver: 'relay', relay: 'Relay1' },
];
const initial = { mode: 'Bistable', delay: 1000, idleState: 'open' } as const;

async function open(clock: FakeClock): Promise<ReturnType<typeof createAuxiliary>> {
  const switches = new Map<string, AuxiliarySwitch>();
  for (const fact of facts)
    if (fact.driver !== 'relay') switches.set(fact.id, await openAuxiliarySwitch(fact, noLines));
  const relay = await openRelay({ id: 'Relay1', driver: 'virtual', initial }, noLines, clock);
  const hardware = { auxiliaries: switches, relays: new Map([['Relay1', relay]]) };
  return createAuxiliary({ facts, hardware: () => hardware, clock });
}

const on = (): readonly (boolean | undefined)[] => ['Wiper', 'Washer', 'Relay1'].map((id) => virtualContact(id));

auxiliary('has the names of the board, and the washing procedure where washer and wiper are', async () => {
  const { names } = await open(new FakeClock());
  assert.equal(
    [...names].map(([name, states]) => `${name}: ${states}`),
    ['Wiper: On,Off', 'Washer: On,Off', 'Heater: On,Off', 'WashingProcedure: On,Off'],
  );
});

auxiliary('switches lines and relays on and off', async () => {
  const board = await open(new FakeClock());
  await board.set('Wiper', 'On');
  await board.set('Heater', 'On');
  assert.equal(on(), [true, false, true]);
  await board.set('Wiper', 'Off');
  await board.set('Heater', 'Off');
  assert.equal(on(), [false, false, false]);
});

auxiliary('switches off by itself after the longest time of a fact', async () => {
  const clock = new FakeClock();
  const board = await open(clock);
  await board.set('Washer', 'On');
  await clock.pass(1500);
  await board.set('Washer', 'On');
  await clock.pass(1900);
  assert.is(virtualContact('Washer'), true, 'the time begins anew');
  await clock.pass(200);
  assert.is(virtualContact('Washer'), false);
});

auxiliary('washes: water for its time, the wiper longer, and both end at once when asked', async () => {
  const clock = new FakeClock();
  const board = await open(clock);
  await board.set('WashingProcedure', 'On');
  assert.equal(on().slice(0, 2), [true, true]);
  await clock.pass(2500);
  assert.equal(on().slice(0, 2), [true, false]);
  await clock.pass(8000);
  assert.equal(on().slice(0, 2), [false, false]);
  await board.set('WashingProcedure', 'On');
  await board.set('WashingProcedure', 'Off');
  assert.equal(on().slice(0, 2), [false, false]);
});

auxiliary('refuses what it does not have, and tells a part that does not work', async () => {
  const none = createAuxiliary({ facts, hardware: () => undefined, clock: new FakeClock() });
  for (const [name, state, kind] of [
    ['Siren', 'On', 'unsupported'],
    ['Wiper', 'Auto', 'unsupported'],
    ['IRLamp', 'On', 'unsupported'],
    ['Wiper', 'On', 'gone'],
    ['Heater', 'On', 'gone'],
  ] as const) {
    const error = (await none.set(name, state).catch((reason: HalError) => reason)) as HalError;
    assert.is(error.kind, kind, `${name} ${state}`);
  }
});

auxiliary('hands the lamps on', async () => {
  const asked: string[] = [];
  const set = async (state: string): Promise<void> => {
    asked.push(state);
  };
  const lamps = { states: ['On', 'Off', 'Auto'], set } as const;
  const board = createAuxiliary({ facts: [], hardware: () => undefined, lamps });
  assert.equal([...board.names.keys()], ['IRLamp']);
  await board.set('IRLamp', 'Auto');
  assert.equal(asked, ['Auto']);
});

auxiliary.run();
