import { pino } from 'pino';
import type { MotionTools } from '../../../hal/motion/axis/motion-tools.ts';

function refuse(): never {
  throw new Error('no hardware may be opened');
}

/** Tools for axes that must not open hardware. */
export const noHardware: MotionTools = {
  lines: { openOutput: refuse, openInput: refuse, close: () => undefined },
  bus: refuse,
  serial: refuse,
  log: pino({ level: 'silent' }),
};
