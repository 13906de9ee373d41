import { VirtualMachine } from '../../../hal/machine/virtual/virtual-machine.ts';
import type { System } from '../../../hal/ports/system.ts';
import { hashingSetting } from '../../../services/auth/hashing-algorithms.ts';
import { createUserStore, type UserStore } from '../../../services/auth/users.ts';
import { ClockControl } from '../../../services/device/clock/clock-control.ts';
import { Maintenance, type SettingsMaintenance } from '../../../services/device/maintenance/maintenance.ts';
import { Restart } from '../../../services/device/maintenance/restart.ts';
import { UploadPlaces } from '../../../services/device/maintenance/upload-places.ts';
import { AddressFilter } from '../../../services/device/network/address-filter.ts';
import { DynamicDns } from '../../../services/device/network/dynamic-dns.ts';
import { NetworkControl } from '../../../services/device/network/network-control.ts';
import type { ProtocolControl, ProtocolPorts } from '../../../services/device/network/protocols.ts';
import type { DeviceOptions } from '../../../services/device/options.ts';
import { createScopeList, fixedScopes, type ScopeList } from '../../../services/device/scopes.ts';
import { createDeviceService } from '../../../services/device/service.ts';
import { failureWarningSetting } from '../../../services/device/users/failure-watch.ts';
import { RelayOutputs } from '../../../services/deviceio/relay-outputs.ts';
import { Fault } from '../../../services/faults/fault.ts';
import { type DeviceOperations, deviceOperations } from '../../../services/generated/device-operations.ts';
import { namespaceDeclarations } from '../../../services/generated/tables.ts';
import type { Capabilities } from '../../../services/generated/tt.ts';
import type { RequestContext } from '../../../services/http/request-context.ts';
import { GeoLocations } from '../../../services/location/geo-locations.ts';
import { OperatingTimes } from '../../../services/monitoring/operating-time.ts';
import { encodeResponse, namespaceAttributes } from '../../../services/schema/codec.ts';
import type { Settings } from '../../../services/settings/setting.ts';
import type { Handlers, ServicePlace } from '../../../services/soap/service.ts';
import { FakeClock } from '../../hal/fake-clock.ts';
import { memorySettings } from '../settings/memory-settings.ts';
import { machine } from './machine.ts';

export const board = { manufacturer: 'Vedette', model: 'Virtual camera', hardwareId: 'virtual' };

export const context: RequestContext = {
  user: { name: 'admin', level: 'Administrator' },
  origin: 'http://192.0.2.2:8080',
  host: '192.0.2.2',
  remoteAddress: '192.0.2.77',
  localAddress: '192.0.2.2',
  subPath: '',
  signal: new AbortController().signal,
};

const noEvents = { declare: () => undefined, publish: () => undefined };

function binding(prefix: string, path: string, capabilities: object, older: Capabilities): ServicePlace {
  const namespace = namespaceDeclarations[prefix] ?? '';
  const version = { Major: 26, Minor: 6 };
  return { namespace, path, version, capabilities: () => capabilities, olderCapabilities: () => older };
}

const bindings: readonly ServicePlace[] = [
  binding(
    'trt',
    '/onvif/media_service',
    {
      SnapshotUri: true,
      ProfileCapabilities: { MaximumNumberOfProfiles: 16 },
      StreamingCapabilities: { RTP_RTSP_TCP: true },
    },
    {
      Media: {
        XAddr: 'http://192.0.2.2:8080/onvif/media_service',
        StreamingCapabilities: { RTPMulticast: false, RTP_TCP: false, RTP_RTSP_TCP: true },
        Extension: { ProfileCapabilities: { MaximumNumberOfProfiles: 16 } },
      },
    },
  ),
  binding(
    'tev',
    '/onvif/event_service',
    { MaxPullPoints: 8 },
    {
      Events: {
        XAddr: 'http://192.0.2.2:8080/onvif/event_service',
        WSSubscriptionPolicySupport: false,
        WSPullPointSupport: true,
        WSPausableSubscriptionManagerInterfaceSupport: false,
      },
    },
  ),
];

/** Settings whose backup is one word, and which note what is done to them. */
function wholeSettings(log: string[]): SettingsMaintenance {
  return {
    reset: async (kind) => {
      log.push(`reset ${kind}`);
    },
    backup: () => Buffer.from('the settings'),
    restore: async (bytes) => {
      if (bytes.toString() !== 'the settings') throw new Fault('InvalidBackupFile');
      log.push('restore');
    },
  };
}

function maintenanceUnderTest(settings: Settings, system: System, log: string[]): Maintenance {
  const silent = { info: () => undefined, error: () => undefined };
  return new Maintenance({
    settings: wholeSettings(log),
    restart: new Restart({ discovery: saying(log), machine: system, log: silent }),
    times: new OperatingTimes(settings, noEvents, () => 0),
    log: silent,
  });
}

/** Discovery that notes what it says. */
function saying(log: string[]): { start(): Promise<void>; stop(): Promise<void> } {
  return { start: async () => void log.push('hello'), stop: async () => void log.push('bye') };
}

/** The device service of a camera with three services, and what stands behind it. */
export interface DeviceUnderTest {
  readonly options: DeviceOptions;
  readonly handlers: Handlers<DeviceOperations>;
  readonly scopes: ScopeList;
  readonly users: UserStore;
  /** Clock of trials. */
  readonly timers: FakeClock;
  /** What happened behind the service, in order. */
  readonly log: string[];
  /** Calls an offered operation. */
  call<Name extends keyof DeviceOperations>(
    name: Name,
    request: DeviceOperations[Name]['request'],
    from?: Partial<RequestContext>,
  ): Promise<DeviceOperations[Name]['response']>;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface TestOptions extends Partial<DeviceOptions> {
  /** Present time of the host. */
  readonly now?: () => number;
}

/** Ports without sockets. */
function namedPorts(): ProtocolControl {
  let ports: ProtocolPorts = {
    HTTP: { enabled: true, port: 8080 },
    HTTPS: { enabled: false, port: 443 },
    RTSP: { enabled: true, port: 8554 },
  };
  return {
    get: () => ports,
    change: async (next) => {
      ports = next;
    },
  };
}

/** Network and clock of a simulated machine. */
function machineParts(
  system: System,
  now: () => number,
  settings: Settings,
  log: string[],
): Pick<DeviceOptions, 'network' | 'filter' | 'protocols' | 'dynamicDns'> & { timers: FakeClock; clock: ClockControl } {
  const timers = new FakeClock();
  const simulated = new VirtualMachine({
    ...{ system, clock: timers, offset: 0, hostTime: now },
    keepOffset: async () => undefined,
    reboot: () => system.reboot(),
  });
  const discovery = saying(log);
  return {
    timers,
    network: new NetworkControl({ machine: simulated, settings, clock: timers, log: quiet, discovery }),
    clock: new ClockControl({ machine: simulated, system, settings, log: quiet }),
    filter: new AddressFilter({ settings, clock: timers, log: quiet }),
    protocols: namedPorts(),
    dynamicDns: new DynamicDns({ machine: simulated, settings, clock: timers, updates: undefined, log: quiet }),
  };
}

export function deviceUnderTest(
  { now = () => Date.UTC(2026, 10, 24, 23, 59, 58), ...options }: TestOptions = {},
  stored: Map<string, string> = new Map(),
): DeviceUnderTest {
  const settings = memorySettings(stored);
  const log: string[] = [];
  const system = options.system ?? machine({}, log);
  const { timers, ...parts } = machineParts(system, now, settings, log);
  const scopes = createScopeList(settings, fixedScopes(board));
  const users = createUserStore(settings, 'test');
  let mode: 'Discoverable' | 'NonDiscoverable' = 'Discoverable';
  const maintenance = maintenanceUnderTest(settings, system, log);
  const given: DeviceOptions = {
    board,
    identity: { serialNumber: 'V-0001', firmwareVersion: '0.1.0' },
    ...parts,
    users,
    hashing: settings.open(hashingSetting),
    scopes,
    auxiliary: { names: new Map(), set: () => Promise.resolve() },
    io: { relays: new RelayOutputs([], settings, noEvents), inputs: { count: 0 } },
    discovery: {
      mode: () => mode,
      setMode: async (next) => {
        mode = next;
      },
      endpointAddress: 'urn:uuid:0b3b1d8f-1111-4000-8000-00000000abcd',
    },
    maintenance,
    uploads: new UploadPlaces(),
    upgrade: undefined,
    locations: new GeoLocations(settings),
    failureWarnings: settings.open(failureWarningSetting),
    texts: { systemLog: () => 'system\0log', accessLog: () => 'access log', supportInformation: () => 'facts' },
    services: () => [service, ...bindings],
    ipVersion6: true,
    ...options,
    system,
  };
  const service = createDeviceService(given);
  const handlers = service.handlers as unknown as Handlers<DeviceOperations>;
  return {
    options: given,
    handlers,
    scopes,
    users,
    timers,
    log,
    async call(name, request, from = {}) {
      const handler = handlers[name];
      if (typeof handler !== 'function') throw new Error(`${name} is not offered: ${handler.reason}`);
      return handler(request, { ...context, ...from });
    },
  };
}

/** A whole response message, as it stands on the wire. */
export function responseMessage(name: keyof DeviceOperations, response: unknown): string {
  const body = encodeResponse(deviceOperations, name, response);
  return `<?xml version="1.0" encoding="UTF-8"?><env:Envelope${namespaceAttributes}><env:Body>${body}</env:Body></env:Envelope>`;
}
