import type { Board } from '../../hal/boards/board.ts';
import type { Auxiliary } from '../../hal/ports/auxiliary.ts';
import type { System } from '../../hal/ports/system.ts';
import type { UserStore } from '../auth/users.ts';
import type { DigitalInputs } from '../deviceio/digital-inputs.ts';
import type { RelayOutputs } from '../deviceio/relay-outputs.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { GeoLocations } from '../location/geo-locations.ts';
import type { Setting } from '../settings/setting.ts';
import type { ServicePlace } from '../soap/service.ts';
import type { ClockControl } from './clock/clock-control.ts';
import type { HashingAlgorithms } from './hashing.ts';
import type { Maintenance } from './maintenance/maintenance.ts';
import type { SystemTexts } from './maintenance/system-log.ts';
import type { UploadPlaces } from './maintenance/upload-places.ts';
import type { AddressFilter } from './network/address-filter.ts';
import type { DynamicDns } from './network/dynamic-dns.ts';
import type { NetworkControl } from './network/network-control.ts';
import type { ProtocolControl } from './network/protocols.ts';
import type { ScopeList } from './scopes.ts';
import type { Upgrade } from './upgrade/upgrade.ts';
import type { FailureWarnings } from './users/failure-watch.ts';

/** Identity of the device; only the firmware version ever changes. */
interface Identity {
  readonly serialNumber: string;
  readonly firmwareVersion: string;
}

export interface DeviceOptions {
  readonly board: Pick<Board, 'manufacturer' | 'model' | 'hardwareId'>;
  readonly identity: Identity;
  readonly system: System;
  readonly users: UserStore;
  readonly hashing: HashingAlgorithms;
  readonly scopes: ScopeList;
  readonly auxiliary: Auxiliary;
  /** Relays, the same as in the DeviceIO service, and the number of digital inputs. */
  readonly io: { readonly relays: RelayOutputs; readonly inputs: Pick<DigitalInputs, 'count'> };
  readonly discovery: Pick<Discovery, 'mode' | 'setMode' | 'endpointAddress'>;
  readonly maintenance: Maintenance;
  /** Places for backups that clients upload. */
  readonly uploads: UploadPlaces;
  /** undefined on a device whose firmware is not updated by itself. */
  readonly upgrade: Upgrade | undefined;
  readonly failureWarnings: Setting<FailureWarnings>;
  readonly texts: SystemTexts;
  readonly locations: GeoLocations;
  /** All services of the device, this one included, in the order of GetServices. */
  readonly services: () => readonly ServicePlace[];
  readonly network: NetworkControl;
  readonly clock: ClockControl;
  readonly filter: AddressFilter;
  readonly protocols: ProtocolControl;
  readonly dynamicDns: DynamicDns;
  /** True when the web server answers on IPv6 addresses. */
  readonly ipVersion6: boolean;
}
