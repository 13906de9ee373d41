import { createDigitalLines } from '../../../hal/gpio/digital-lines.ts';
import { boardLine } from '../simulated-lines.ts';

/**
 * Process that holds a line: argv = line, `safe` (1 active, 0 inactive), its end: `wait`, `exit`, `throw`. It drives the line against
 * its safe level and prints `driving`, or the kind and message of an error.
 */
const [, , line, safe, then] = process.argv;

try {
  const lines = createDigitalLines();
  const output = await lines.openOutput({ line: boardLine(Number(line)), safe: safe === '1', purpose: 'test' });
  output.set(safe !== '1');
  process.stdout.write('driving\n');
} catch (error) {
  const { kind, message } = error as { kind?: string; message: string };
  process.stdout.write(`${kind}: ${message}\n`);
  process.exit(0);
}
const keep = setInterval(() => undefined, 1000);
process.stdin.once('data', () => {
  clearInterval(keep);
  if (then === 'exit') process.exit(0);
  if (then === 'throw') throw new Error('asked to fail');
});
