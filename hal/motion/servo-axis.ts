import type { ServoDrive } from '../boards/facts/drives/servo.ts';
import type { AxisFact } from '../boards/facts/motion.ts';
import { openPca9685, type Pca9685 } from '../i2c/pca9685.ts';
import { HalError } from '../ports/hal-error.ts';
import type { MotorAxis } from '../ports/motor-axis.ts';
import { clamp } from '../ports/range.ts';
import { systemClock } from '../system/clock.ts';
import { axisFacts, fromDevice, toDevice } from './axis/axis-facts.ts';
import { type Actuator, GlidingAxis } from './axis/gliding-axis.ts';
import type { MotionTools } from './axis/motion-tools.ts';

/** Rate of pulses and positions, Hz. */
const frequency = 50;
/** Positions between two checks of the chip's settings. */
const positionsPerCheck = 25;

/**
 * Opens a servo on a PCA9685. A servo has no sensor: its position is the last one sent. An output that still pulses (the firmware
 * restarted, the chip did not) gives the position; an output that is off leaves the axis unreferenced, and `home` moves it to 0, or
 * to the limit nearest to 0, at the servo's own speed. When the process dies the chip holds the last pulse.
 */
export async function openServoAxis(fact: AxisFact, drive: ServoDrive, tools: MotionTools): Promise<MotorAxis> {
  const bus = await tools.bus(drive.pwm.i2c.adapter);
  const chip = openPca9685(bus, drive.pwm.i2c.address, frequency);
  const found = await readStart(fact, drive, chip);
  const counts = Math.abs(drive.pulse.max - drive.pulse.min) / chip.countTime;
  const acceleration = drive.acceleration ?? fact.maxSpeed * 5;
  return new GlidingAxis({
    facts: axisFacts(fact, { resolution: (fact.max - fact.min) / counts, acceleration }),
    acceleration,
    interval: 1000 / frequency,
    actuator: new ServoActuator(fact, drive, chip),
    clock: tools.clock ?? systemClock,
    rest: clamp(0, fact),
    ...found,
  });
}

interface Found {
  readonly start: number | undefined;
  readonly fault?: HalError;
}

/** Reads the present position; a bus that does not answer gives a fault of the axis. */
async function readStart(fact: AxisFact, drive: ServoDrive, chip: Pca9685): Promise<Found> {
  try {
    await chip.ready();
    const pulse = await chip.get(drive.pwm.channel);
    if (pulse === undefined) return { start: undefined };
    return { start: fromDevice(fact, drive.pulse, (pulse.off - pulse.on) * chip.countTime) };
  } catch (error) {
    if (!(error instanceof HalError) || error.kind === 'out-of-range') throw error;
    return { start: undefined, fault: error };
  }
}

class ServoActuator implements Actuator {
  readonly #fact: AxisFact;
  readonly #drive: ServoDrive;
  readonly #chip: Pca9685;
  #count: number | undefined;
  #placed = 0;

  constructor(fact: AxisFact, drive: ServoDrive, chip: Pca9685) {
    this.#fact = fact;
    this.#drive = drive;
    this.#chip = chip;
  }

  async prepare(): Promise<void> {
    await this.#chip.ready();
    this.#count = undefined;
  }

  async place(position: number): Promise<void> {
    this.#placed += 1;
    if (this.#placed % positionsPerCheck === 1 && !(await this.#chip.alive()))
      throw new HalError('io', 'its PCA9685 lost power or its settings; home the axis when the chip works again');
    const off = Math.round(toDevice(this.#fact, this.#drive.pulse, position) / this.#chip.countTime);
    if (off === this.#count) return;
    await this.#chip.set(this.#drive.pwm.channel, { on: 0, off });
    this.#count = off;
  }

  async powerOff(): Promise<void> {
    await this.#chip.off(this.#drive.pwm.channel);
  }
}
