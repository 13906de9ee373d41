import { pino } from 'pino';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openHardware } from '../../../hal/hardware/open-hardware.ts';
import { boardLine } from '../simulated-lines.ts';

/** Process with two active relays, one of them closed when idle; it reports that and waits. */
const all = await openHardware(
  {
    ...virtual,
    relays: [
      { id: 'A', driver: 'line', line: boardLine(3), initial: { mode: 'Bistable', delay: 0, idleState: 'open' } },
      { id: 'B', driver: 'line', line: boardLine(4), initial: { mode: 'Bistable', delay: 0, idleState: 'closed' } },
    ],
  },
  pino({ level: 'silent' }),
);
for (const relay of all.relays.values()) relay.setActive(true);
process.stdout.write('active\n');
setInterval(() => undefined, 1000);
