import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Auxiliary } from '../../../hal/ports/auxiliary.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';
import { auxiliaryCommands, sendAuxiliaryCommand } from '../../../services/deviceio/auxiliary-commands.ts';

const commands = suite('auxiliary commands');

function auxiliary(done: string[] = []): Auxiliary {
  return {
    names: new Map([
      ['IRLamp', ['On', 'Off', 'Auto']],
      ['Heater', ['On', 'Off']],
    ]),
    async set(name, state) {
      if (name === 'Heater') throw new HalError('gone', 'auxiliary Heater: its output does not work');
      done.push(`${name} ${state}`);
    },
  };
}

commands('carry the prefix of the standard only where the standard reserves the name', () => {
  assert.equal(auxiliaryCommands(auxiliary()), [
    'tt:IRLamp|On',
    'tt:IRLamp|Off',
    'tt:IRLamp|Auto',
    'Heater|On',
    'Heater|Off',
  ]);
});

commands('are executed and answered with their own text', async () => {
  const done: string[] = [];
  assert.is(await sendAuxiliaryCommand(auxiliary(done), ' tt:IRLamp|Auto '), 'tt:IRLamp|Auto');
  assert.equal(done, ['IRLamp Auto']);
});

for (const [sent, fault] of [
  ['tt:Wiper|On', 'AuxiliaryDataNotSupported'],
  ['tt:IRLamp|Dim', 'AuxiliaryDataNotSupported'],
  ['IRLamp|On', 'AuxiliaryDataNotSupported'],
  ['', 'AuxiliaryDataNotSupported'],
  ['Heater|On', 'Action'],
] as const) {
  commands(`answer ${fault} for '${sent}'`, async () => {
    await sendAuxiliaryCommand(auxiliary(), sent).then(
      () => assert.unreachable(),
      (error) => assert.is(error.faultName, fault),
    );
  });
}

commands.run();
