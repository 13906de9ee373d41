import { z } from 'zod';
import type { OwnedListDefinition } from '../../owned-list/owned-setting.ts';
import type { StoredEventFilter } from '../stored-event-filter.ts';
import { storedFilterLimit } from '../stored-filter.ts';

/** Most brokers (capability MaxEventBrokers). */
export const brokerLimit = 4;

/** Characters of the members. */
export const brokerLengths = { address: 2048, topicPrefix: 256, name: 1024, password: 1024, id: 64 } as const;

/** Event broker to which events are published (tev:EventBrokerConfig). */
export interface StoredBroker {
  /** Address as the client wrote it, by which clients name the broker. */
  readonly token: string;
  readonly topicPrefix: string;
  /** Empty = none, as the members below. */
  readonly userName: string;
  readonly password: string;
  readonly certificateId: string;
  readonly policyId: string;
  readonly publishFilter: StoredEventFilter;
  readonly qos: 0 | 1 | 2;
}

const text = (length: number): z.ZodString => z.string().max(length);

const brokerSchema: z.ZodType<StoredBroker> = z.object({
  token: text(brokerLengths.address).min(1),
  topicPrefix: text(brokerLengths.topicPrefix).min(1),
  userName: text(brokerLengths.name),
  password: text(brokerLengths.password),
  certificateId: text(brokerLengths.id),
  policyId: text(brokerLengths.id),
  publishFilter: z.object({ xml: text(storedFilterLimit) }),
  qos: z.union([z.literal(0), z.literal(1), z.literal(2)]),
});

export const brokerList: OwnedListDefinition<StoredBroker> = {
  name: 'event-brokers',
  version: 1,
  schema: brokerSchema,
  initial: [],
  reset: 'soft',
  secret: true,
  backup: true,
  prefix: 'broker',
  tokenLength: brokerLengths.address,
  limit: brokerLimit,
  faults: {
    unknown: 'InvalidAddress',
    taken: 'InvalidAddress',
    full: 'TooManyEventBrokers',
    malformed: 'InvalidAddress',
  },
};
