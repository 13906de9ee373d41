import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SettledLevel } from '../io/settled-level.ts';
import type { DigitalInput, InputOptions } from '../ports/digital-line.ts';
import { errnoOf, HalError } from '../ports/hal-error.ts';
import { systemClock } from '../system/clock.ts';
import { type Claim, claimLine, lineFolder } from './line-claim.ts';
import { closeGpio, GuardedGpio } from './onoff-line.ts';
import { findLine, type SysfsLine } from './sysfs-line.ts';

/** Time (ms) between two reads of the level without an edge: a chip that vanishes sends no edges. */
const pollMilliseconds = 2000;

function openWatched(line: SysfsLine, activeLow: boolean): GuardedGpio {
  if (!existsSync(join(lineFolder(line), 'edge'))) {
    throw new HalError('unsupported', `${line.name}: has no interrupt for edges; use another line`);
  }
  try {
    const gpio = new GuardedGpio(line.number, 'in', 'both', { activeLow });
    // The library hides errors of lines that were exported before.
    if (gpio.direction() === 'in' && gpio.edge() === 'both' && gpio.activeLow() === activeLow) return gpio;
    gpio.unexport();
  } catch (cause) {
    throw new HalError('io', `${line.name}: cannot be read (${errnoOf(cause) || String(cause)})`, { cause });
  }
  throw new HalError('unsupported', `${line.name}: the kernel refuses to make it an input with edges`);
}

interface Watching {
  readonly warn: (text: string) => void;
  readonly onClose: () => void;
}

/** Input line over sysfs. */
export class InputLine implements DigitalInput {
  /** File with the level, `0` inactive or `1` active, without debouncing: for a worker thread that polls it. */
  readonly valuePath: string;
  readonly #line: SysfsLine;
  readonly #gpio: GuardedGpio;
  readonly #claim: Claim;
  readonly #level: SettledLevel;
  readonly #poll: NodeJS.Timeout;
  readonly #onEdge = (): void => this.#level.edge();
  #onChange: (active: boolean) => void = () => undefined;
  #onError: (error: Error) => void = () => undefined;
  readonly #onClose: () => void;
  #open = true;

  private constructor(line: SysfsLine, gpio: GuardedGpio, claim: Claim, debounce: number, watching: Watching) {
    this.valuePath = join(lineFolder(line), 'value');
    this.#line = line;
    this.#gpio = gpio;
    this.#claim = claim;
    this.#onClose = watching.onClose;
    this.#level = new SettledLevel({
      clock: systemClock,
      debounce,
      read: () => gpio.readSync() === 1,
      onChange: (active) => this.#onChange(active),
      listen: (wanted) => this.#listen(wanted),
      onChatter: () => watching.warn(`${line.name}: the input chatters; some edges are ignored`),
    });
    gpio.onReadError = (error) => this.#fail(error);
    this.#listen(true);
    this.#poll = setInterval(() => {
      if ((gpio.readSync() === 1) !== this.#level.active) this.#level.edge();
    }, pollMilliseconds).unref();
  }

  static async open(options: InputOptions, watching: Watching): Promise<InputLine> {
    const line = findLine(options.line, options.purpose);
    const claim = await claimLine(line, options.purpose);
    try {
      return new InputLine(line, openWatched(line, options.line.activeLow ?? false), claim, options.debounce, watching);
    } catch (error) {
      claim.release('unexport');
      throw error;
    }
  }

  get active(): boolean {
    return this.#level.active;
  }

  onChange(listener: (active: boolean) => void): void {
    this.#onChange = listener;
  }

  onError(listener: (error: Error) => void): void {
    this.#onError = listener;
  }

  close(): void {
    if (!this.#open) return;
    this.#stop();
    this.#claim.release('unexport');
  }

  #listen(wanted: boolean): void {
    if (!this.#open) return;
    if (wanted) this.#gpio.watch(this.#onEdge);
    else this.#gpio.unwatch(this.#onEdge);
  }

  #stop(): void {
    this.#open = false;
    this.#onClose();
    clearInterval(this.#poll);
    this.#level.close();
    try {
      closeGpio(this.#gpio);
    } catch {
      // The chip is gone, and its edges with it.
    }
  }

  #fail(cause: unknown): void {
    if (!this.#open) return;
    this.#stop();
    this.#claim.release('keep');
    const code = errnoOf(cause);
    const gone = code === 'ENODEV';
    const what = gone ? 'the chip is gone; is it unplugged?' : `cannot be read (${code})`;
    this.#onError(new HalError(gone ? 'gone' : 'io', `${this.#line.name}: ${what}`, { cause }));
  }
}
