import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../hal/boards/board.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openHardware } from '../../../hal/hardware/open-hardware.ts';
import { boardLine, level, plugChip, pull } from '../simulated-lines.ts';
import { until } from '../until.ts';

const hardware = suite('hardware on emulated lines');
const log = pino({ level: 'silent' });
const initial = { mode: 'Bistable', delay: 0, idleState: 'open' } as const;

hardware(
  'goes on without a chip that is not there, takes it when it comes, and lets go when it is pulled',
  async () => {
    const board: Board = {
      ...virtual,
      relays: [{ id: 'Relay1', driver: 'line', line: boardLine(2), initial }],
      digitalInputs: [{ id: 'Door', use: 'input', driver: 'line', line: { chip: 'latecomer', line: 1 }, debounce: 0 }],
    };
    const all = await openHardware(board, log, { retry: 50 });
    const keepAlive = setTimeout(() => undefined, 60_000);
    assert.equal([all.relays.size, all.inputs.size], [1, 0]);
    assert.match(all.faults[0]?.message ?? '', /digital input Door: line 1 of chip latecomer: no such chip/);
    const chip = plugChip('late', 'latecomer', 2);
    await until(() => all.inputs.has('Door'));
    assert.equal(all.faults, []);
    pull(1, 1, 'late');
    await until(() => all.inputs.get('Door')?.input.active === true);
    chip.remove();
    await until(() => !all.inputs.has('Door'));
    all.relays.get('Relay1')?.setActive(true);
    assert.is(level(2), 1, 'the others go on');
    await all.close();
    assert.is(level(2), 0);
    clearTimeout(keepAlive);
  },
);

hardware('is safe after SIGTERM of a camera that has not closed it', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('hardware-process.js', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  assert.equal([level(3), level(4)], [1, 0]);
  child.kill('SIGTERM');
  await once(child, 'exit');
  assert.equal([level(3), level(4)], [0, 1]);
});

hardware.run();
