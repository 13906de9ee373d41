// devices: lines
import { suite } from 'uvu';
import { createDigitalLines } from '../../../hal/gpio/digital-lines.ts';
import { systemClock } from '../../../hal/system/clock.ts';
import { relaySuite } from '../../hal/io/relay-suite.ts';
import { boardLine, level } from '../simulated-lines.ts';

// Active low, like boards with optocouplers.
const relay = suite('relay on a line');

relaySuite(relay, {
  clock: systemClock,
  pass: systemClock.wait,
  lines: createDigitalLines(),
  fact: (initial) => ({ id: 'Relay1', driver: 'line', line: boardLine(0, true), initial }),
  contactClosed: () => level(0) === 0,
});

relay.run();
