import { isIP } from 'node:net';
import { z } from 'zod';
import { type ConfigurationEntity, entityLimits, type StreamEntity } from './model.ts';
import { srtpAlgorithms } from './streams/secure-streaming.ts';

/** Schemas of the members that stored configurations of several kinds have. */

type Shape<Entity> = { readonly [Name in keyof Entity]: z.ZodType<Entity[Name]> };

/** Token and name. */
export const named: Shape<ConfigurationEntity> = {
  token: z.string().max(entityLimits.token),
  name: z.string().max(entityLimits.name),
};

const multicast = z.object({
  address: z.string().refine((address) => isIP(address) !== 0, { message: 'not an address' }),
  port: z.number().min(0).max(65_534),
  ttl: z.number().min(1).max(255),
  autoStart: z.boolean(),
});

const { min, max } = entityLimits.sessionTimeout;

/** Members of a configuration that is streamed. */
export const stream: Shape<StreamEntity> = {
  ...named,
  multicast,
  srtp: z.enum(srtpAlgorithms),
  sessionTimeout: z.number().min(min).max(max),
};

/** A value that must be among those of the board. */
export function among<Value>(known: readonly Value[], what: string): z.ZodType<Value> {
  return z.custom<Value>((value) => known.some((one) => one === value), { message: `no ${what} of this board` });
}
