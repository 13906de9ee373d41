import { pino } from 'pino';
import type { MotionTools } from '../../../hal/motion/axis/motion-tools.ts';

function refuse(): never {
  throw new Error('nothing may be opened here');
}

/** Tools for axes that must open nothing. */
export const noHardware: MotionTools = {
  lines: { openOutput: refuse, openInput: refuse, close: () => undefined },
  bus: refuse,
  serial: refuse,
  log: pino({ level: 'silent' }),
};
