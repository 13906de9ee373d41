import type { Logger } from 'pino';
import type { Clock } from '../../ports/clock.ts';
import type { DigitalLines } from '../../ports/digital-line.ts';
import type { OpenI2cBus } from '../../ports/i2c-bus.ts';
import type { ReconnectingPort } from '../../serial/reconnecting-port.ts';

/** Hardware access for axes. */
export interface MotionTools {
  readonly lines: DigitalLines;
  /** Bus shared by all parts of the board; the caller of openAxis closes it. */
  readonly bus: OpenI2cBus;
  /** Serial port by its id, one object for all axes on it; throws HalError 'gone' while the board has no such port. */
  readonly serial: (id: string) => ReconnectingPort;
  readonly log: Logger;
  /** Clock of the machine when absent. */
  readonly clock?: Clock;
}
