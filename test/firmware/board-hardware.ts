import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BoardHardware } from '../../firmware/board-hardware.ts';
import { virtual } from '../../hal/boards/virtual.ts';
import { virtualContact } from '../../hal/virtual/contacts.ts';
import { until } from '../board/until.ts';

const hardware = suite('hardware of a running camera');
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
const initial = { mode: 'Bistable', delay: 0, idleState: 'closed' } as const;

hardware.before.each(() => {
  lines.length = 0;
});

hardware('logs what does not work, opens the rest, and lets go of it', async () => {
  const line = { chip: 'no-such-chip', line: 3 };
  const relays = [
    { id: 'Wired1', driver: 'virtual', initial },
    { id: 'Wired2', driver: 'line', line, initial },
  ] as const;
  const parts = new BoardHardware({ ...virtual, relays }, log);
  await until(() => virtualContact('Wired1') === true && lines.length > 0);
  assert.match(lines.join(''), /"level":40.*"id":"Wired2"/, lines.join(''));
  await parts.close();
  assert.is(lines.length, 1, lines.join(''));
});

hardware('closes what is still being opened', async () => {
  const parts = new BoardHardware(virtual, log);
  await parts.close();
  await parts.close();
  assert.equal(lines, []);
});

hardware.run();
