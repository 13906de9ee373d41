import type { Board } from '../../hal/boards/board.ts';
import type { System } from '../../hal/ports/system.ts';
import type { UserStore } from '../auth/users.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { ServicePlace } from '../soap/service.ts';
import type { ScopeList } from './scopes.ts';

/** Who this device is; stable for ever, but for the firmware. */
export interface Identity {
  readonly serialNumber: string;
  readonly firmwareVersion: string;
}

export interface DeviceOptions {
  readonly board: Pick<Board, 'manufacturer' | 'model' | 'hardwareId'>;
  readonly identity: Identity;
  readonly system: System;
  readonly users: UserStore;
  readonly scopes: ScopeList;
  readonly discovery: Pick<Discovery, 'mode' | 'setMode' | 'endpointAddress' | 'start' | 'stop'>;
  /** Every service of the device with this one among them, in the order in which GetServices tells them. */
  readonly services: () => readonly ServicePlace[];
  /** Ports in use; `https` is undefined where TLS is off. */
  readonly ports: { readonly http: number; readonly rtsp: number; readonly https?: number | undefined };
  /** True when the web server answers on IPv6 addresses. */
  readonly ipVersion6: boolean;
  readonly log: { info(text: string): void; error(fields: object, text: string): void };
  /** Present time in milliseconds since 1970. */
  readonly now?: () => number;
}
