import type { Logger } from 'pino';
import type { System } from '../../hal/ports/system.ts';
import { systemClock } from '../../hal/system/clock.ts';
import type { PushOptions } from '../../services/events/push/push-operations.ts';
import type { OutgoingRules } from '../../services/http/outgoing-address.ts';
import type { RunOptions } from '../options.ts';

/** Places to which events may be sent: not the camera itself and its own wire, unless its owner permits it. */
export function outgoingRules(system: System, { localReceivers }: Pick<RunOptions, 'localReceivers'>): OutgoingRules {
  return {
    local: localReceivers,
    ownAddresses: () => system.networkInterfaces().flatMap(({ addresses }) => addresses.map(({ address }) => address)),
  };
}

/** Notifications that the camera sends, with a line in the log when a consumer begins and ends to fail. */
export function pushOptions(rules: OutgoingRules, log: Logger): PushOptions {
  return {
    rules,
    clock: systemClock,
    onFailure(consumer, error) {
      if (error === undefined) log.info({ consumer }, 'a consumer of notifications takes them again');
      else log.warn({ consumer, err: error }, 'a consumer of notifications does not take them');
    },
  };
}
