import type { DigitalLines } from '../../../hal/ports/digital-line.ts';

/** Lines of a board without any: virtual drivers must not open one. */
export const noLines: DigitalLines = {
  openOutput: () => Promise.reject(new Error('no line is wanted')),
  openInput: () => Promise.reject(new Error('no line is wanted')),
  close: () => undefined,
};
