import { z } from 'zod';
import type { DigitalInputFact, RelayFact, SerialPortFact } from '../facts/io.ts';
import { id, line, text } from './parts.ts';

const relayParts = {
  id,
  initial: z.strictObject({
    mode: z.enum(['Monostable', 'Bistable']),
    delay: z.int().min(1).max(86_400_000),
    idleState: z.enum(['open', 'closed']),
  }),
} as const;

export const relay: z.ZodType<RelayFact> = z.discriminatedUnion('driver', [
  z.strictObject({ ...relayParts, driver: z.literal('virtual') }),
  z.strictObject({ ...relayParts, driver: z.literal('line'), line }),
]);

const inputParts = { id, use: z.enum(['input', 'tamper']) } as const;

export const digitalInput: z.ZodType<DigitalInputFact> = z.discriminatedUnion('driver', [
  z.strictObject({ ...inputParts, driver: z.literal('virtual') }),
  z.strictObject({ ...inputParts, driver: z.literal('line'), line, debounce: z.int().min(0).max(1000) }),
]);

const portParts = {
  id,
  initial: z.strictObject({
    baudRate: z.int().min(50).max(4_000_000),
    parity: z.enum(['None', 'Even', 'Odd']),
    characterLength: z.union([z.literal(7), z.literal(8)]),
    stopBits: z.union([z.literal(1), z.literal(2)]),
  }),
} as const;

export const serialPort: z.ZodType<SerialPortFact> = z.discriminatedUnion('driver', [
  z.strictObject({ ...portParts, driver: z.literal('virtual') }),
  z.strictObject({
    ...portParts,
    driver: z.literal('device'),
    path: text,
    type: z.enum(['RS232', 'RS422HalfDuplex', 'RS422FullDuplex', 'RS485HalfDuplex', 'RS485FullDuplex']),
  }),
]);
