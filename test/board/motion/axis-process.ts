import { openAxis } from '../../../hal/motion/open-axis.ts';
import { boardTools, type StepperKind, stepperFact } from './wiring.ts';

/**
 * Process that keeps a stepper turning: argv = kind, and its reaction to input: `exit`, `throw`, `hang`. It prints `moving` once the
 * motor moves.
 */
const [, , kind, then] = process.argv;
const axis = await openAxis(stepperFact(kind as StepperKind, false, { hold: true }), boardTools());
axis.moveAt(5);
process.stdout.write('moving\n');
const keep = setInterval(() => undefined, 1000);
process.stdin.once('data', () => {
  clearInterval(keep);
  if (then === 'exit') process.exit(0);
  if (then === 'throw') throw new Error('asked to fail');
  for (;;);
});
