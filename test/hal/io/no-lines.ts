import type { DigitalLines } from '../../../hal/ports/digital-line.ts';

/** The lines of a board that has none: virtual drivers must not ask for one. */
export const noLines: DigitalLines = {
  openOutput: () => Promise.reject(new Error('no line is wanted')),
  openInput: () => Promise.reject(new Error('no line is wanted')),
  close: () => undefined,
};
