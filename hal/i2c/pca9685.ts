import { setTimeout as sleep } from 'node:timers/promises';
import { HalError } from '../ports/hal-error.ts';
import type { I2cBus } from '../ports/i2c-bus.ts';

const register = { mode1: 0x00, mode2: 0x01, led0: 0x06, allLed: 0xfa, prescale: 0xfe } as const;
const mode1 = { sleep: 0x10, autoIncrement: 0x20 } as const;
/** Push-pull outputs. */
const totemPole = 0x04;
/** Bit in the high byte of an on or off count that makes it permanent. */
const always = 0x10;
const channels = 16;
const oscillator = 25_000_000;
const counts = 4096;

/** Counts of 4096 at which an output is switched on and off within a period. */
interface OnCounts {
  readonly on: number;
  readonly off: number;
}

/** State of a chip that all its objects share. */
interface Shared {
  readonly frequency: number;
  starting: Promise<boolean> | undefined;
}

/**
 * PCA9685: 16 outputs of one frequency. Created by `openPca9685` only, so that all users of a chip share its state. The chip runs on
 * when the process dies: an output keeps its pulse. Rejects as the bus does, and with HalError 'out-of-range'.
 */
export class Pca9685 {
  readonly #bus: I2cBus;
  readonly #address: number;
  readonly #prescale: number;
  readonly #shared: Shared;

  constructor(bus: I2cBus, address: number, shared: Shared) {
    this.#bus = bus;
    this.#address = address;
    this.#shared = shared;
    this.#prescale = prescaleOf(shared.frequency);
  }

  /** Requested frequency, Hz. */
  get frequency(): number {
    return this.#shared.frequency;
  }

  /** Duration of one count (µs) at the frequency of the prescaler, nearest to the requested one. */
  get countTime(): number {
    return ((this.#prescale + 1) * 1_000_000) / oscillator;
  }

  /**
   * Makes the chip run at its frequency. Resolves with true when it runs so already, with its outputs unchanged; else (just powered,
   * or another frequency) it starts with all outputs off.
   */
  async ready(): Promise<boolean> {
    // A second start would switch off outputs that were set after the first.
    const shared = this.#shared;
    shared.starting ??= this.#start().finally(() => {
      shared.starting = undefined;
    });
    return shared.starting;
  }

  async #start(): Promise<boolean> {
    if (await this.alive()) return true;
    const put = (at: number, ...bytes: number[]): Promise<void> =>
      this.#bus.write(this.#address, at, Uint8Array.from(bytes));
    await put(register.mode1, mode1.sleep | mode1.autoIncrement);
    await put(register.prescale, this.#prescale);
    await put(register.mode2, totemPole);
    await put(register.allLed, 0, 0, 0, always);
    await put(register.mode1, mode1.autoIncrement);
    // The oscillator takes 500 µs to start.
    await sleep(1);
    return false;
  }

  /** Whether the chip still runs at its frequency: a chip that lost its power sleeps. */
  async alive(): Promise<boolean> {
    const [mode = mode1.sleep] = await this.#bus.read(this.#address, register.mode1, 1);
    if ((mode & (mode1.sleep | mode1.autoIncrement)) !== mode1.autoIncrement) return false;
    const [prescale] = await this.#bus.read(this.#address, register.prescale, 1);
    return prescale === this.#prescale;
  }

  /** @param on counts from the beginning of the period, 0..4095; `off` likewise */
  async set(channel: number, { on, off }: OnCounts): Promise<void> {
    const valid = (count: number): boolean => Number.isInteger(count) && count >= 0 && count < counts;
    if (!valid(on) || !valid(off)) throw new HalError('out-of-range', `${this.#name(channel)}: counts are 0 to 4095`);
    await this.#put(channel, [on & 0xff, on >> 8, off & 0xff, off >> 8]);
  }

  /** Sets the duty of an output, 0..1; both ends are constant levels. */
  async setDuty(channel: number, duty: number): Promise<void> {
    if (!(duty >= 0 && duty <= 1)) throw new HalError('out-of-range', `${this.#name(channel)}: a duty is 0 to 1`);
    const off = Math.round(duty * counts);
    if (off === 0) await this.off(channel);
    else if (off === counts) await this.#put(channel, [0, always, 0, 0]);
    else await this.set(channel, { on: 0, off });
  }

  async off(channel: number): Promise<void> {
    await this.#put(channel, [0, 0, 0, always]);
  }

  /** Switches all outputs off in one transfer. */
  async allOff(): Promise<void> {
    await this.#bus.write(this.#address, register.allLed, Uint8Array.of(0, 0, 0, always));
  }

  /** Present counts of an output; undefined when it is off. */
  async get(channel: number): Promise<OnCounts | undefined> {
    const bytes = await this.#bus.read(this.#address, this.#register(channel), 4);
    const [onLow = 0, onHigh = 0, offLow = 0, offHigh = always] = bytes;
    if ((offHigh & always) !== 0) return undefined;
    if ((onHigh & always) !== 0) return { on: 0, off: counts };
    return { on: onLow | (onHigh << 8), off: offLow | (offHigh << 8) };
  }

  async #put(channel: number, bytes: readonly number[]): Promise<void> {
    await this.#bus.write(this.#address, this.#register(channel), Uint8Array.from(bytes));
  }

  #register(channel: number): number {
    if (!Number.isInteger(channel) || channel < 0 || channel >= channels)
      throw new HalError('out-of-range', `${this.#name(channel)}: a PCA9685 has outputs 0 to 15; correct the board`);
    return register.led0 + 4 * channel;
  }

  #name(channel: number): string {
    return `PCA9685 at 0x${this.#address.toString(16)}, output ${channel}`;
  }
}

const ofAdapters = new Map<number, Map<number, Shared>>();
const ofBuses = new WeakMap<I2cBus, Map<number, Shared>>();

/** Chips by adapter where it is known: its users may have bus objects of their own. */
function chipsOf(bus: I2cBus): Map<number, Shared> {
  const { adapter } = bus;
  const chips = (adapter === undefined ? ofBuses.get(bus) : ofAdapters.get(adapter)) ?? new Map<number, Shared>();
  if (adapter === undefined) ofBuses.set(bus, chips);
  else ofAdapters.set(adapter, chips);
  return chips;
}

/**
 * Returns the chip at an address. Nothing is sent before `ready()`. Throws HalError 'busy' when the chip runs at another frequency,
 * 'out-of-range' for a frequency beyond 24..1526 Hz.
 * @param frequency Hz; that of the other users, else 200, when absent
 */
export function openPca9685(bus: I2cBus, address: number, frequency?: number): Pca9685 {
  const chips = chipsOf(bus);
  const known = chips.get(address);
  if (known !== undefined && frequency !== undefined && frequency !== known.frequency) {
    const remedy = 'use two chips, or open the servos before lamps that accept their frequency';
    const name = `PCA9685 at 0x${address.toString(16)}`;
    throw new HalError('busy', `${name} runs at ${known.frequency} Hz, ${frequency} Hz was requested: ${remedy}`);
  }
  const shared = known ?? { frequency: frequency ?? 200, starting: undefined };
  const chip = new Pca9685(bus, address, shared);
  chips.set(address, shared);
  return chip;
}

function prescaleOf(frequency: number): number {
  const prescale = Math.round(oscillator / (counts * frequency)) - 1;
  if (!(prescale >= 3 && prescale <= 255))
    throw new HalError('out-of-range', `the frequency of a PCA9685 is 24 to 1526 Hz, not ${frequency}`);
  return prescale;
}
