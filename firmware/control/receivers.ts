import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import type { System } from '../../hal/ports/system.ts';
import { systemClock } from '../../hal/system/clock.ts';
import type { EventBrokersOptions } from '../../services/events/broker/event-brokers.ts';
import type { PushOptions } from '../../services/events/push/push-operations.ts';
import type { OutgoingRules } from '../../services/http/outgoing-address.ts';
import type { Settings } from '../../services/settings/setting.ts';
import type { RunOptions } from '../options.ts';
import type { StoredIdentity } from '../storage/identity.ts';
import { firmwareVersion } from './firmware-version.ts';

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

interface BrokerParts {
  readonly settings: Settings;
  readonly rules: OutgoingRules;
  readonly board: Pick<Board, 'manufacturer' | 'model'>;
  readonly identity: Pick<StoredIdentity, 'serialNumber' | 'uuid'>;
  readonly homeAssistant: boolean;
  readonly log: Logger;
}

/** Event brokers, with a line in the log when a connection is there and when it cannot be made. */
export function brokerOptions(parts: BrokerParts): EventBrokersOptions {
  const { settings, rules, board, identity, homeAssistant, log } = parts;
  return {
    ...{ settings, rules, homeAssistant, clock: systemClock },
    keys: { credentials: () => undefined, anchors: () => undefined },
    device: {
      id: identity.uuid,
      name: `${board.model} ${identity.serialNumber}`,
      manufacturer: board.manufacturer,
      model: board.model,
      version: firmwareVersion,
    },
    onState(broker, error) {
      if (error === undefined) log.info({ broker }, 'connected to an event broker');
      else log.warn({ broker, err: error }, 'an event broker cannot be reached');
    },
  };
}
