import type { Logger } from 'pino';
import type { Clock } from '../../ports/clock.ts';
import type { DigitalLines } from '../../ports/digital-line.ts';
import type { OpenI2cBus } from '../../ports/i2c-bus.ts';
import type { SerialLine } from '../../serial/serial-line.ts';

/** What axes are made of. */
export interface MotionTools {
  readonly lines: DigitalLines;
  /** Who gives it closes it: other parts of the board are on the same one. */
  readonly bus: OpenI2cBus;
  /** The line of a serial port, the same for all who ask; throws HalError 'gone' while the board has no such port. */
  readonly serial: (id: string) => SerialLine;
  readonly log: Logger;
  /** The machine's own when absent. */
  readonly clock?: Clock;
}
