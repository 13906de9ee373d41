import type { Logger } from 'pino';
import type { Update } from '../../hal/ports/update.ts';
import type { Maintenance } from '../../services/device/maintenance/maintenance.ts';
import { Upgrade } from '../../services/device/upgrade/upgrade.ts';
import type { EventSink } from '../../services/events/event-message.ts';
import { type OpenUpdateOptions, openUpdate } from './open-update.ts';

interface OpenUpgradeOptions extends Omit<OpenUpdateOptions, 'environment'> {
  readonly maintenance: Maintenance;
  readonly events: EventSink;
  readonly log: Logger;
}

/** Access to updates, and upgrades by clients; both undefined where nothing updates the firmware. */
export interface UpgradeParts {
  readonly update: Update | undefined;
  readonly upgrade: Upgrade | undefined;
}

/** Opens what this device has for updates. */
export async function openUpgrade(options: OpenUpgradeOptions): Promise<UpgradeParts> {
  const { maintenance, events, log } = options;
  const update = await openUpdate({ ...options, environment: process.env });
  return { update, upgrade: update && new Upgrade({ update, maintenance, events, log }) };
}
