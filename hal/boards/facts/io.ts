import { z } from 'zod';
import type { LineFact } from '../../ports/digital-line.ts';
import type { RelaySettings } from '../../ports/relay.ts';
import type { SerialSettings } from '../../ports/serial-port.ts';
import { idSchema, oneOf, textSchema, unionBy } from './values.ts';
import { lineSchema } from './wires.ts';

export type RelayFact = { readonly id: string; readonly initial: RelaySettings } & (
  | { readonly driver: 'virtual' }
  /** active = contact closed */
  | { readonly driver: 'line'; readonly line: LineFact }
);

const relaySettingsSchema: z.ZodType<RelaySettings> = z.strictObject({
  mode: oneOf<RelaySettings['mode']>({ Monostable: true, Bistable: true }),
  delay: z.int().min(1).max(86_400_000),
  idleState: oneOf<RelaySettings['idleState']>({ open: true, closed: true }),
});

const relay = { id: idSchema, initial: relaySettingsSchema } as const;

export const relaySchema: z.ZodType<RelayFact> = unionBy<RelayFact, 'driver'>('driver', {
  virtual: z.strictObject({ ...relay, driver: z.literal('virtual') }),
  line: z.strictObject({ ...relay, driver: z.literal('line'), line: lineSchema }),
});

export type DigitalInputFact = {
  readonly id: string;
  /** Purpose of the input; a tamper switch reports through its own topic. */
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

const input = { id: idSchema, use: oneOf<DigitalInputFact['use']>({ input: true, tamper: true }) } as const;

export const digitalInputSchema: z.ZodType<DigitalInputFact> = unionBy<DigitalInputFact, 'driver'>('driver', {
  virtual: z.strictObject({ ...input, driver: z.literal('virtual') }),
  line: z.strictObject({
    ...input,
    driver: z.literal('line'),
    line: lineSchema,
    debounce: z.int().min(0).max(1000),
  }),
});

type SerialPortType = 'RS232' | 'RS422HalfDuplex' | 'RS422FullDuplex' | 'RS485HalfDuplex' | 'RS485FullDuplex';

export type SerialPortFact = {
  readonly id: string;
  readonly initial: SerialSettings;
} /** loopback: true = a plug that joins output and input; what is sent comes back */ & (
  | { readonly driver: 'virtual'; readonly loopback?: boolean }
  | { readonly driver: 'device'; readonly path: string; readonly type: SerialPortType }
);

const serialPort = {
  id: idSchema,
  initial: z.strictObject({
    baudRate: z.int().min(50).max(4_000_000),
    parity: oneOf<SerialSettings['parity']>({ None: true, Even: true, Odd: true }),
    characterLength: z.union([z.literal(7), z.literal(8)]),
    stopBits: z.union([z.literal(1), z.literal(2)]),
  }),
} as const;

export const serialPortSchema: z.ZodType<SerialPortFact> = unionBy<SerialPortFact, 'driver'>('driver', {
  virtual: z.strictObject({
    ...serialPort,
    driver: z.literal('virtual'),
    loopback: z.boolean().exactOptional(),
  }),
  device: z.strictObject({
    ...serialPort,
    driver: z.literal('device'),
    path: textSchema,
    type: oneOf<SerialPortType>({
      RS232: true,
      RS422HalfDuplex: true,
      RS422FullDuplex: true,
      RS485HalfDuplex: true,
      RS485FullDuplex: true,
    }),
  }),
});

/** Auxiliary switch by its name in the standard (`Wiper`, `Washer`, `IRLamp`, `WashingProcedure`), or a name of the owner's choice. */
export type AuxiliaryFact = {
  readonly id: string;
  /** ms after which the switch goes off by itself; without it the switch stays on */
  readonly longest?: number;
} & (
  | { readonly driver: 'virtual' }
  /** active = on */
  | { readonly driver: 'line'; readonly line: LineFact }
  /** Id of a relay of the board, which clients may switch as a relay output, too. */
  | { readonly driver: 'relay'; readonly relay: string }
);

const auxiliary = { id: idSchema, longest: z.int().min(100).max(86_400_000).exactOptional() } as const;

export const auxiliarySchema: z.ZodType<AuxiliaryFact> = unionBy<AuxiliaryFact, 'driver'>('driver', {
  virtual: z.strictObject({ ...auxiliary, driver: z.literal('virtual') }),
  line: z.strictObject({ ...auxiliary, driver: z.literal('line'), line: lineSchema }),
  relay: z.strictObject({ ...auxiliary, driver: z.literal('relay'), relay: idSchema }),
});
