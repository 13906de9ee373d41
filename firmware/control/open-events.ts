import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import type { Machine } from '../../hal/ports/machine.ts';
import type { System } from '../../hal/ports/system.ts';
import { systemClock } from '../../hal/system/clock.ts';
import type { EventBrokersOptions } from '../../services/events/broker/event-brokers.ts';
import type { PushOptions } from '../../services/events/push/push-operations.ts';
import { createEventService, type EventService } from '../../services/events/service.ts';
import type { OutgoingRules } from '../../services/http/outgoing-address.ts';
import type { Keystore } from '../../services/security/keystore/keystore.ts';
import type { Settings } from '../../services/settings/setting.ts';
import type { RunOptions } from '../options.ts';
import type { StoredIdentity } from '../storage/identity.ts';
import { brokerKeys } from '../tls/broker-keys.ts';
import { firmwareVersion } from './firmware-version.ts';

interface EventParts {
  readonly run: Pick<RunOptions, 'localReceivers' | 'homeAssistant'>;
  readonly board: Pick<Board, 'manufacturer' | 'model'>;
  readonly settings: Settings;
  readonly identity: Pick<StoredIdentity, 'serialNumber' | 'uuid'>;
  readonly system: Pick<System, 'networkInterfaces'>;
  readonly machine: Pick<Machine, 'now'>;
  /** Opened later than the events, which it publishes itself. */
  readonly keystore: () => Keystore;
  readonly log: Logger;
}

/** Places to which events may be sent: not the camera itself and its own wire, unless its owner permits it. */
function outgoingRules({ run, system }: EventParts): OutgoingRules {
  return {
    local: run.localReceivers,
    ownAddresses: () => system.networkInterfaces().flatMap(({ addresses }) => addresses.map(({ address }) => address)),
  };
}

/** Notifications that the camera sends, with a line in the log when a consumer begins and ends to fail. */
function pushOptions(rules: OutgoingRules, log: Logger): PushOptions {
  return {
    rules,
    clock: systemClock,
    onFailure(consumer, error) {
      if (error === undefined) log.info({ consumer }, 'a consumer of notifications takes them again');
      else log.warn({ consumer, err: error }, 'a consumer of notifications does not take them');
    },
  };
}

/** Event brokers, with a line in the log when a connection is there and when it cannot be made. */
function brokerOptions(parts: EventParts, rules: OutgoingRules): EventBrokersOptions {
  const { settings, board, identity, run, keystore, log } = parts;
  const { model, manufacturer } = board;
  const name = `${model} ${identity.serialNumber}`;
  return {
    ...{ settings, rules, homeAssistant: run.homeAssistant, clock: systemClock },
    keys: brokerKeys(keystore),
    device: { id: identity.uuid, name, manufacturer, model, version: firmwareVersion },
    onState(broker, error) {
      if (error === undefined) log.info({ broker }, 'connected to an event broker');
      else log.warn({ broker, err: error }, 'an event broker cannot be reached');
    },
  };
}

/** The event service, with consumers and brokers to which it sends. */
export function openEvents(parts: EventParts): EventService {
  const rules = outgoingRules(parts);
  return createEventService({
    now: () => parts.machine.now(),
    push: pushOptions(rules, parts.log),
    brokers: brokerOptions(parts, rules),
  });
}
