import { openIrCutFilter } from '../../../hal/day-night/ir-cut-filter.ts';
import { createDigitalLines } from '../../../hal/gpio/digital-lines.ts';
import { boardLine } from '../simulated-lines.ts';
import { childCoilIn, childCoilOut, pulsedFilter } from './wiring.ts';

// Process that ends during a pulse: it begins a pulse of a second, prints that, and throws at input.
const lines = createDigitalLines();
const filter = await openIrCutFilter(
  { ...pulsedFilter(1000), in: boardLine(childCoilIn), out: boardLine(childCoilOut) },
  { lines },
);
void filter.move('out');
process.stdin.on('data', () => {
  throw new Error('as asked');
});
setTimeout(() => process.stdout.write('moving\n'), 20);
