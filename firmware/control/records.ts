import { BlockList, isIPv6 } from 'node:net';
import type { Logger } from 'pino';
import type { Machine } from '../../hal/ports/machine.ts';
import type { System } from '../../hal/ports/system.ts';
import type { LoginAttempt } from '../../services/auth/watched-attempts.ts';
import { AccessLog } from '../../services/device/maintenance/access-log.ts';
import { FailureWatch } from '../../services/device/users/failure-watch.ts';
import type { EventSink } from '../../services/events/event-message.ts';
import type { Settings } from '../../services/settings/setting.ts';

interface RecordParts {
  readonly settings: Settings;
  readonly events: EventSink;
  readonly system: System;
  readonly machine: Pick<Machine, 'now'>;
  readonly log: Logger;
}

/** Name of the network interface in whose network an address is, else of the first one to the outside. */
function interfaceOf(system: System, address: string): string {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const interfaces = system.networkInterfaces();
  const near = interfaces.find(({ addresses }) =>
    addresses.some((own) => {
      if (own.family.toLowerCase() !== family) return false;
      const network = new BlockList();
      network.addSubnet(own.address.split('%', 1)[0] ?? '', own.prefixLength, family);
      return network.check(address.split('%', 1)[0] ?? '', family);
    }),
  );
  return (near ?? interfaces.find(({ loopback }) => !loopback) ?? interfaces[0])?.name ?? '';
}

/** Records of who logs in and changes the device. */
export class Records {
  readonly access: AccessLog;
  readonly failures: FailureWatch;
  readonly #logins = new Map<string, number>();

  constructor({ settings, events, system, machine, log }: RecordParts) {
    this.access = new AccessLog(() => machine.now());
    this.failures = new FailureWatch({
      settings,
      events,
      interfaceOf: (address) => interfaceOf(system, address),
      log,
    });
  }

  /** Number of logins since the start, by way and outcome. */
  get logins(): ReadonlyMap<string, number> {
    return this.#logins;
  }

  login(attempt: LoginAttempt, by: 'web' | 'RTSP'): void {
    const kind = `${by} ${attempt.outcome}`;
    this.#logins.set(kind, (this.#logins.get(kind) ?? 0) + 1);
    this.access.login(attempt, by);
    this.failures.take(attempt);
  }
}
