import type { Logger } from 'pino';
import type { DigitalLines } from '../ports/digital-line.ts';
import type { OpenI2cBus } from '../ports/i2c-bus.ts';
import type { SerialPort } from '../ports/serial-port.ts';
import type { MotionClock } from './motion-clock.ts';

/** What axes are made of. */
export interface MotionTools {
  readonly lines: DigitalLines;
  /** Who gives it closes it: other parts of the board are on the same one. */
  readonly bus: OpenI2cBus;
  /** The serial port of an id; throws HalError 'gone' when the board has none of it. */
  readonly serial: (id: string) => SerialPort;
  readonly log: Logger;
  /** The machine's own when absent. */
  readonly clock?: MotionClock;
}
