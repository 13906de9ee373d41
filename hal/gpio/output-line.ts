import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Gpio } from 'onoff';
import type { DigitalOutput, OutputOptions } from '../ports/digital-line.ts';
import { errnoOf, HalError } from '../ports/hal-error.ts';
import { type Claim, claimLine, lineFolder } from './line-claim.ts';
import { closeGpio } from './onoff-line.ts';
import { atProcessEnd } from './process-end.ts';
import { findLine, type SysfsLine } from './sysfs-line.ts';

function failure(line: SysfsLine, cause: unknown): HalError {
  const code = errnoOf(cause);
  const gone = code === 'ENODEV' || code === 'ENOENT' || code === 'ENXIO';
  const what = gone ? 'the chip is gone; is it unplugged?' : `cannot be driven (${code || String(cause)})`;
  return new HalError(gone ? 'gone' : 'io', `${line.name}: ${what}`, { cause });
}

/** Opens an output with its safe level in one step, so that no pulse occurs. */
function openDriven(line: SysfsLine, options: OutputOptions): Gpio {
  const { activeLow = false } = options.line;
  try {
    const edge = join(lineFolder(line), 'edge');
    // A line taken over may be an input with an active interrupt.
    if (existsSync(edge)) writeFileSync(edge, 'none');
    const gpio = new Gpio(line.number, options.safe === activeLow ? 'low' : 'high', undefined, { activeLow });
    // The library hides errors of lines that were exported before.
    if (gpio.direction() === 'out' && gpio.activeLow() === activeLow) return gpio;
    gpio.unexport();
  } catch (cause) {
    throw failure(line, cause);
  }
  throw new HalError('unsupported', `${line.name}: the kernel refuses to make it an output`);
}

/** Output line over sysfs. Closing leaves it driven: an unexported line would float. */
export class OutputLine implements DigitalOutput {
  /** File that drives the line, `0` inactive or `1` active: for a worker thread that times edges. */
  readonly valuePath: string;
  readonly #line: SysfsLine;
  readonly #gpio: Gpio;
  readonly #claim: Claim;
  #safe: boolean;
  readonly #unregister: () => void;
  readonly #onClose: () => void;
  #active: boolean;
  #closed = false;

  private constructor(line: SysfsLine, gpio: Gpio, claim: Claim, safe: boolean, onClose: () => void) {
    this.valuePath = join(lineFolder(line), 'value');
    this.#line = line;
    this.#gpio = gpio;
    this.#claim = claim;
    this.#safe = safe;
    this.#active = safe;
    this.#onClose = onClose;
    this.#unregister = atProcessEnd(() => gpio.writeSync(this.#safe ? 1 : 0));
  }

  static async open(options: OutputOptions, onClose: () => void): Promise<OutputLine> {
    const line = findLine(options.line, options.purpose);
    const claim = await claimLine(line, options.purpose);
    try {
      return new OutputLine(line, openDriven(line, options), claim, options.safe, onClose);
    } catch (error) {
      claim.release('unexport');
      throw error;
    }
  }

  get active(): boolean {
    return this.#active;
  }

  set(active: boolean): void {
    if (this.#closed) throw new HalError('gone', `${this.#line.name}: closed`);
    try {
      this.#gpio.writeSync(active ? 1 : 0);
    } catch (cause) {
      throw failure(this.#line, cause);
    }
    this.#active = active;
  }

  setSafe(safe: boolean): void {
    this.#safe = safe;
  }

  close(): void {
    if (this.#closed) return;
    try {
      this.set(this.#safe);
    } catch {
      // The chip is gone: nothing is driven any more.
    }
    this.#closed = true;
    this.#unregister();
    closeGpio(this.#gpio);
    this.#claim.release('keep');
    this.#onClose();
  }
}
