import type { StepperFact } from '../../boards/facts/drives/stepper.ts';
import type { AxisFact } from '../../boards/facts/motion.ts';
import { atProcessEnd } from '../../gpio/process-end.ts';
import type { DigitalInput, DigitalOutput, LineFact } from '../../ports/digital-line.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { MotorAxis } from '../../ports/motor-axis.ts';
import { systemClock } from '../../system/clock.ts';
import { axisFacts } from '../axis/axis-facts.ts';
import type { MotionTools } from '../axis/motion-tools.ts';
import type { StepperSetup } from './step-runner.ts';
import { StepperAxis } from './stepper-axis.ts';
import type { WireFiles } from './stepper-channel.ts';

/** Lines of one motor; all are closed when one cannot be opened. */
class MotorLines {
  readonly #outputs: DigitalOutput[] = [];
  readonly #inputs: DigitalInput[] = [];
  readonly #tools: MotionTools;
  readonly #axis: string;

  constructor(axis: string, tools: MotionTools) {
    this.#axis = axis;
    this.#tools = tools;
  }

  /** Opens an output and returns the path of its value file. */
  async output(line: LineFact, what: string): Promise<string> {
    const purpose = `${what} of axis ${this.#axis}`;
    const output = await this.#tools.lines.openOutput({ line, safe: false, purpose });
    this.#outputs.push(output);
    return file(output.valuePath, purpose);
  }

  async input(line: LineFact, what: string): Promise<string> {
    const purpose = `${what} of axis ${this.#axis}`;
    const input = await this.#tools.lines.openInput({ line, debounce: 0, purpose });
    this.#inputs.push(input);
    return file(input.valuePath, purpose);
  }

  makeSafe(): void {
    for (const output of this.#outputs) {
      try {
        output.set(false);
      } catch {
        // A line that is gone drives nothing.
      }
    }
  }

  close(): void {
    for (const line of [...this.#outputs, ...this.#inputs]) line.close();
  }
}

function file(path: string | undefined, purpose: string): string {
  if (path !== undefined) return path;
  throw new HalError('unsupported', `${purpose}: the line has no file through which a thread could time its edges`);
}

/** Opens the output lines of a stepper kind. */
type OpenWires = (open: (line: LineFact, what: string) => Promise<string>) => Promise<WireFiles>;

/** Opens a stepper of either kind. Rejects as the lines do. */
export async function openStepper(
  fact: AxisFact,
  drive: StepperFact,
  tools: MotionTools,
  openWires: OpenWires,
): Promise<MotorAxis> {
  const lines = new MotorLines(fact.id, tools);
  // Registered before the lines: at the end of the process the thread stops first, then the lines are made safe.
  let axis: StepperAxis | undefined;
  const unregister = atProcessEnd(() => axis?.powerOffNow());
  try {
    const wires = await openWires((line, what) => lines.output(line, what));
    const endStop = drive.endStop && (await lines.input(drive.endStop.line, 'end stop'));
    const { stepsPerUnit } = drive;
    axis = new StepperAxis({
      facts: axisFacts(fact, { resolution: 1 / stepsPerUnit, acceleration: drive.acceleration }),
      stepsPerUnit,
      start: { setup: setupOf(fact, drive), wires, endStop },
      clock: tools.clock ?? systemClock,
      log: tools.log,
      makeSafe: () => lines.makeSafe(),
      closeLines: () => {
        unregister();
        lines.close();
      },
    });
    return axis;
  } catch (error) {
    unregister();
    lines.close();
    throw error;
  }
}

function setupOf({ min, max, maxSpeed }: AxisFact, drive: StepperFact): StepperSetup {
  const { stepsPerUnit, acceleration, backlash, endStop, hold } = drive;
  return {
    travel: Math.round((max - min) * stepsPerUnit),
    backlash,
    maxSpeed: maxSpeed * stepsPerUnit,
    acceleration: acceleration * stepsPerUnit,
    endStop: endStop?.end,
    hold: hold ?? false,
  };
}
