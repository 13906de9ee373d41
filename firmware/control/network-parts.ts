import type { Logger } from 'pino';
import { findNameUpdates } from '../../hal/machine/nsupdate.ts';
import type { Machine } from '../../hal/ports/machine.ts';
import type { System } from '../../hal/ports/system.ts';
import { systemClock } from '../../hal/system/clock.ts';
import { ClockControl } from '../../services/device/clock/clock-control.ts';
import type { AddressFilter } from '../../services/device/network/address-filter.ts';
import { DynamicDns } from '../../services/device/network/dynamic-dns.ts';
import { NetworkControl } from '../../services/device/network/network-control.ts';
import type { Discovery } from '../../services/discovery/discovery.ts';
import type { Settings } from '../../services/settings/setting.ts';

interface NetworkPartsOptions {
  readonly machine: Machine;
  readonly system: System;
  readonly settings: Settings;
  readonly discovery: Discovery;
  readonly log: Logger;
}

/** Network and clock of the machine, as clients set them. */
export interface NetworkSide {
  readonly network: NetworkControl;
  readonly clock: ClockControl;
  readonly dynamicDns: DynamicDns;
}

export function openNetwork(options: NetworkPartsOptions): NetworkSide {
  const updates = findNameUpdates({ path: process.env.PATH ?? '' });
  return {
    network: new NetworkControl({ ...options, clock: systemClock }),
    clock: new ClockControl(options),
    dynamicDns: new DynamicDns({ ...options, clock: systemClock, updates }),
  };
}

/** Tells settings that are on trial that a client arrived. */
export function arrivals(
  network: NetworkControl,
  filter: AddressFilter,
): (localAddress: string, remoteAddress: string) => void {
  return (localAddress, remoteAddress) => {
    network.arrived(localAddress, remoteAddress);
    filter.arrived(remoteAddress);
  };
}
