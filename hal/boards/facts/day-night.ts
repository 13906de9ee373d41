import type { LineFact } from '../../ports/digital-line.ts';
import type { I2cFact, PwmFact } from './line.ts';

export type IrCutFilterFact =
  | { readonly id: string; readonly driver: 'virtual' }
  /** H-bridge: one line pulsed moves it in, the other out. */
  | {
      readonly id: string;
      readonly driver: 'pulse';
      readonly in: LineFact;
      readonly out: LineFact;
      /** ms, 10..1000 */
      readonly pulse: number;
    }
  /** One line; active = filter in. */
  | { readonly id: string; readonly driver: 'level'; readonly line: LineFact };

export type IlluminatorFact = { readonly id: string; readonly kind: 'infrared' | 'white' } & (
  | { readonly driver: 'virtual' }
  | { readonly driver: 'switch'; readonly line: LineFact }
  | { readonly driver: 'pwm'; readonly pwm: PwmFact }
);

export type LightSensorFact = { readonly id: string; readonly seesInfrared: boolean } & (
  | { readonly driver: 'virtual' }
  | { readonly driver: 'bh1750' | 'veml7700'; readonly i2c: I2cFact }
  /** Brightness of the picture itself. */
  | { readonly driver: 'picture'; readonly source: string }
);
