import { setTimeout as sleep } from 'node:timers/promises';
import type { VoiceCoilDrive } from '../boards/facts/drives/voice-coil.ts';
import type { AxisFact } from '../boards/facts/motion.ts';
import { HalError } from '../ports/hal-error.ts';
import type { I2cBus } from '../ports/i2c-bus.ts';
import type { MotorAxis } from '../ports/motor-axis.ts';
import { systemClock } from '../system/clock.ts';
import { axisFacts, toDevice } from './axis/axis-facts.ts';
import { type Actuator, GlidingAxis } from './axis/gliding-axis.ts';
import type { MotionTools } from './axis/motion-tools.ts';

/** Protocol of a driver chip: 10-bit code, and power-down. */
interface VoiceCoilChip {
  wake(bus: I2cBus, address: number): Promise<void>;
  write(bus: I2cBus, address: number, code: number): Promise<void>;
  sleep(bus: I2cBus, address: number): Promise<void>;
}

/** Protocol with 16 bits and no register: power-down, a flag, ten bits of code, four bits of slope control (off). */
const wordChip: VoiceCoilChip = {
  wake: async () => undefined,
  write: (bus, address, code) => bus.send(address, Uint8Array.of(code >> 4, (code << 4) & 0xff)),
  sleep: (bus, address) => bus.send(address, Uint8Array.of(0x80, 0)),
};

const dw9807 = { control: 0x02, code: 0x03, status: 0x05 } as const;

const registerChip: VoiceCoilChip = {
  wake: (bus, address) => bus.write(address, dw9807.control, Uint8Array.of(0)),
  write: async (bus, address, code) => {
    await waitIdle(bus, address);
    await bus.write(address, dw9807.code, Uint8Array.of(code >> 8, code & 0xff));
  },
  sleep: (bus, address) => bus.write(address, dw9807.control, Uint8Array.of(1)),
};

async function waitIdle(bus: I2cBus, address: number): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    const [status = 1] = await bus.read(address, dw9807.status, 1);
    if ((status & 1) === 0) return;
    await sleep(1);
  }
  throw new HalError('io', `DW9807 at 0x${address.toString(16)} stays busy; check its supply`);
}

const chips: Readonly<Record<VoiceCoilDrive['chip'], VoiceCoilChip>> = {
  dw9714: wordChip,
  ad5398: wordChip,
  dw9807: registerChip,
};

const allCodes = { min: 0, max: 1023 };
/** Time (s) from rest to the top speed: a lens on springs oscillates when accelerated faster. */
const rampSeconds = 0.1;

/**
 * Opens a lens on springs, moved by the current through a coil. Without current, and so at the start, it rests at the lowest code.
 * Formats and addresses are tested on a recorded bus, without a lens.
 */
export async function openVoiceCoilAxis(fact: AxisFact, drive: VoiceCoilDrive, tools: MotionTools): Promise<MotorAxis> {
  const bus = await tools.bus(drive.i2c.adapter);
  const range = drive.code ?? allCodes;
  const start = range.min <= range.max ? fact.min : fact.max;
  const resolution = (fact.max - fact.min) / Math.abs(range.max - range.min);
  const acceleration = fact.maxSpeed / rampSeconds;
  return new GlidingAxis({
    facts: axisFacts(fact, { resolution, acceleration }),
    acceleration,
    interval: 10,
    actuator: new VoiceCoil(chips[drive.chip], bus, drive.i2c.address, (position) =>
      Math.round(toDevice(fact, range, position)),
    ),
    clock: tools.clock ?? systemClock,
    start,
    rest: start,
  });
}

class VoiceCoil implements Actuator {
  readonly #chip: VoiceCoilChip;
  readonly #bus: I2cBus;
  readonly #address: number;
  readonly #codeOf: (position: number) => number;
  #code: number | undefined;

  constructor(chip: VoiceCoilChip, bus: I2cBus, address: number, codeOf: (position: number) => number) {
    this.#chip = chip;
    this.#bus = bus;
    this.#address = address;
    this.#codeOf = codeOf;
  }

  async prepare(): Promise<void> {
    await this.#chip.wake(this.#bus, this.#address);
    this.#code = undefined;
  }

  async place(position: number): Promise<void> {
    const code = this.#codeOf(position);
    if (code === this.#code) return;
    await this.#chip.write(this.#bus, this.#address, code);
    this.#code = code;
  }

  async powerOff(): Promise<void> {
    await this.#park();
    await this.#chip.sleep(this.#bus, this.#address);
  }

  /** Reduces the current in steps, so that the lens does not hit its stop. */
  async #park(): Promise<void> {
    const parts = 16;
    const from = this.#code ?? 0;
    for (let part = parts - 1; part >= 0 && from > 0; part -= 1) {
      await this.#chip.write(this.#bus, this.#address, Math.round((from * part) / parts));
      await sleep(2);
    }
  }
}
