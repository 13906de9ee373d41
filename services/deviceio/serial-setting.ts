import { z } from 'zod';
import type { SerialSettings } from '../../hal/ports/serial-port.ts';
import { type SettingDefinition, setting } from '../settings/setting.ts';

/** Settings of serial ports that a client changed, by the id of the port; the others have those of the board. */
export type StoredPorts = Readonly<Record<string, SerialSettings>>;

const port = z.object({
  baudRate: z.int().min(50).max(4_000_000),
  parity: z.enum(['None', 'Even', 'Odd']),
  characterLength: z.union([z.literal(7), z.literal(8)]),
  stopBits: z.union([z.literal(1), z.literal(2)]),
});

export const serialSetting: SettingDefinition<StoredPorts> = setting({
  name: 'serial-ports',
  version: 1,
  schema: z.record(z.string(), port),
  initial: {},
  reset: 'soft',
  secret: false,
  backup: true,
});
