import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BoardHardware } from '../../../firmware/control/board-hardware.ts';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openSettings } from '../../../firmware/storage/settings-store.ts';
import type { Board } from '../../../hal/boards/board.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { virtualContact } from '../../../hal/virtual/contacts.ts';
import { virtualLight } from '../../../hal/virtual/light.ts';
import { until } from '../../until.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const hardware = suite('hardware of a running camera');
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
const folder = await openDataFolder(temporaryFolder());
const initial = { mode: 'Bistable', delay: 0, idleState: 'closed' } as const;

hardware.after(() => folder.release());

hardware.before.each(() => {
  lines.length = 0;
});

function open(board: Board): BoardHardware {
  return new BoardHardware({ board, settings: openSettings(folder, log), log });
}

hardware('logs what does not work, opens the rest, and lets go of it', async () => {
  const line = { chip: 'no-such-chip', line: 3 };
  const relays = [
    { id: 'Wired1', driver: 'virtual', initial },
    { id: 'Wired2', driver: 'line', line, initial },
  ] as const;
  const parts = open({ ...virtual, relays });
  const warnings = (): readonly string[] => lines.filter((line) => line.includes('"level":40'));
  await until(() => virtualContact('Wired1') === true && warnings().length > 0);
  assert.match(warnings().join(''), /"id":"Wired2"/);
  await parts.close();
  assert.is(warnings().length, 1, lines.join(''));
});

hardware('tells that parts are there, and runs day and night on them', async () => {
  const parts = open({ ...virtual, irCutFilters: [{ id: 'Filter1', driver: 'virtual' }], lightSensors: [] });
  const told: (readonly string[])[] = [];
  parts.onChange(({ irCutFilters }) => told.push([...irCutFilters.keys()]));
  assert.is(parts.parts, undefined);
  await until(() => parts.parts?.irCutFilters.get('Filter1')?.state === 'in');
  assert.equal(told, [['Filter1']]);
  assert.equal(parts.dayNight.modes, ['ON', 'OFF']);
  await parts.close();
  assert.is(parts.dayNight.status, undefined);
});

hardware('has the light that a file says, while it runs', async () => {
  const file = join(temporaryFolder(), 'light');
  writeFileSync(file, '0.25');
  process.env.VEDETTE_LIGHT = file;
  const parts = open(virtual);
  delete process.env.VEDETTE_LIGHT;
  await until(() => parts.dayNight.status?.phase === 'night');
  await parts.close();
  writeFileSync(file, '500');
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.is(virtualLight.light(), 0.25);
  virtualLight.setLight(500);
});

hardware('closes what is still being opened', async () => {
  const parts = open(virtual);
  await parts.close();
  await parts.close();
  assert.equal(lines, []);
});

hardware.run();
