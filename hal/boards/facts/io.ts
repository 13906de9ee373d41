import type { LineFact } from '../../ports/digital-line.ts';
import type { RelaySettings } from '../../ports/relay.ts';
import type { SerialSettings } from '../../ports/serial-port.ts';

export type RelayFact = { readonly id: string; readonly initial: RelaySettings } & (
  | { readonly driver: 'virtual' }
  /** active = contact closed */
  | { readonly driver: 'line'; readonly line: LineFact }
);

export type DigitalInputFact = {
  readonly id: string;
  /** What it is wired to; a tamper switch reports through its own topic. */
  readonly use: 'input' | 'tamper';
} & (
  | { readonly driver: 'virtual' }
  | {
      readonly driver: 'line';
      readonly line: LineFact;
      /** ms a level must last, 0..1000 */
      readonly debounce: number;
    }
);

export type SerialPortFact = { readonly id: string; readonly initial: SerialSettings } & (
  | { readonly driver: 'virtual' }
  | {
      readonly driver: 'device';
      readonly path: string;
      readonly type: 'RS232' | 'RS422HalfDuplex' | 'RS422FullDuplex' | 'RS485HalfDuplex' | 'RS485FullDuplex';
    }
);
