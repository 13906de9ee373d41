import { openAxis } from '../../../hal/motion/open-axis.ts';
import { boardTools, type StepperKind, stepperFact } from './wiring.ts';

/**
 * A process with a stepper that it keeps turning: argv = kind, and what it does when it is written to: `exit`, `throw`, `hang`.
 * Says `moving` when it does.
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
