import type { IlluminatorFact } from '../boards/facts/day-night.ts';
import { openPca9685, type Pca9685 } from '../i2c/pca9685.ts';
import type { DigitalLines } from '../ports/digital-line.ts';
import { HalError } from '../ports/hal-error.ts';
import type { I2cBus, OpenI2cBus } from '../ports/i2c-bus.ts';
import type { VirtualLight } from '../virtual/light.ts';

/** Lamp of an illuminator. */
export interface Lamp {
  readonly steps: number;
  /** Sets the level: 0 or a whole step, up to 1. */
  shine(level: number): Promise<void>;
  close(): void;
}

type FactOf<D extends IlluminatorFact['driver']> = Extract<IlluminatorFact, { driver: D }>;

/** PWM frequency, Hz: too high for bands of a rolling shutter, and within the 1526 Hz of a PCA9685. */
const flickerFree = 1500;
const pwmSteps = 4096;
const virtualSteps = 100;
/** Light of a virtual lamp at full level on a virtual sensor, lux. @internal */
export const virtualBrightness = 40;

/** Lamp that adds to the virtual light. */
export function virtualLamp({ id, kind }: FactOf<'virtual'>, light: VirtualLight): Lamp {
  return {
    steps: virtualSteps,
    shine: async (level) => light.shine(id, { infrared: kind === 'infrared', lux: level * virtualBrightness }),
    close: () => undefined,
  };
}

/** Lamp switched by a line. */
export async function switchLamp(fact: FactOf<'switch'>, lines: DigitalLines): Promise<Lamp> {
  const line = await lines.openOutput({ line: fact.line, safe: false, purpose: `illuminator ${fact.id}` });
  return { steps: 1, shine: async (level) => line.set(level > 0), close: () => line.close() };
}

/**
 * Lamp on an output of a PCA9685, dimmed in counts of 4096. On a chip that servos run at 50 Hz the lamp is only on or off: dimmed it
 * would flicker in the picture. The chip runs by itself: the lamp keeps its level when the process is killed.
 */
export async function pwmLamp({ pwm }: FactOf<'pwm'>, bus: OpenI2cBus): Promise<Lamp> {
  const chip = openChip(await bus(pwm.i2c.adapter), pwm.i2c.address);
  await chip.ready();
  await chip.off(pwm.channel);
  return {
    steps: chip.frequency === flickerFree ? pwmSteps : 1,
    shine: async (level) => {
      // A chip that lost its power must be started again.
      await chip.ready();
      await chip.setDuty(pwm.channel, level);
    },
    close: () => undefined,
  };
}

function openChip(bus: I2cBus, address: number): Pca9685 {
  try {
    return openPca9685(bus, address, flickerFree);
  } catch (error) {
    if (error instanceof HalError && error.kind === 'busy') return openPca9685(bus, address);
    throw error;
  }
}
