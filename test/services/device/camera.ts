import type { System } from '../../../hal/ports/system.ts';
import { hashingSetting } from '../../../services/auth/hashing-algorithms.ts';
import { createUserStore, type UserStore } from '../../../services/auth/users.ts';
import { Maintenance, type SettingsMaintenance } from '../../../services/device/maintenance/maintenance.ts';
import { Restart } from '../../../services/device/maintenance/restart.ts';
import { UploadPlaces } from '../../../services/device/maintenance/upload-places.ts';
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
import { OperatingTimes } from '../../../services/monitoring/operating-time.ts';
import { encodeResponse, namespaceAttributes } from '../../../services/schema/codec.ts';
import type { Settings } from '../../../services/settings/setting.ts';
import type { Handlers, ServicePlace } from '../../../services/soap/service.ts';
import { memorySettings } from '../settings/memory-settings.ts';
import { machine } from './machine.ts';

export const board = { manufacturer: 'Vedette', model: 'Virtual camera', hardwareId: 'virtual' };

export const context: RequestContext = {
  user: { name: 'admin', level: 'Administrator' },
  origin: 'http://192.0.2.2:8080',
  host: '192.0.2.2',
  remoteAddress: '192.0.2.77',
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
  const discovery = {
    start: async () => {
      log.push('hello');
    },
    stop: async () => {
      log.push('bye');
    },
  };
  const silent = { info: () => undefined, error: () => undefined };
  return new Maintenance({
    settings: wholeSettings(log),
    restart: new Restart({ discovery, machine: system, log: silent }),
    times: new OperatingTimes(settings, noEvents, () => 0),
    log: silent,
  });
}

/** The device service of a camera with three services, and what stands behind it. */
export interface DeviceUnderTest {
  readonly options: DeviceOptions;
  readonly handlers: Handlers<DeviceOperations>;
  readonly scopes: ScopeList;
  readonly users: UserStore;
  /** What happened behind the service, in order. */
  readonly log: string[];
  /** Calls an offered operation. */
  call<Name extends keyof DeviceOperations>(
    name: Name,
    request: DeviceOperations[Name]['request'],
  ): Promise<DeviceOperations[Name]['response']>;
}

export function deviceUnderTest(
  options: Partial<DeviceOptions> = {},
  stored: Map<string, string> = new Map(),
): DeviceUnderTest {
  const settings = memorySettings(stored);
  const log: string[] = [];
  const scopes = createScopeList(settings, fixedScopes(board));
  const users = createUserStore(settings, 'test');
  let mode: 'Discoverable' | 'NonDiscoverable' = 'Discoverable';
  const system = options.system ?? machine({}, log);
  const maintenance = maintenanceUnderTest(settings, system, log);
  const given: DeviceOptions = {
    board,
    identity: { serialNumber: 'V-0001', firmwareVersion: '0.1.0' },
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
    failureWarnings: settings.open(failureWarningSetting),
    texts: { systemLog: () => 'system\0log', accessLog: () => 'access log', supportInformation: () => 'facts' },
    services: () => [service, ...bindings],
    ports: { http: 8080, rtsp: 8554 },
    ipVersion6: true,
    now: () => Date.UTC(2026, 10, 24, 23, 59, 58),
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
    log,
    async call(name, request) {
      const handler = handlers[name];
      if (typeof handler !== 'function') throw new Error(`${name} is not offered: ${handler.reason}`);
      return handler(request, context);
    },
  };
}

/** A whole response message, as it stands on the wire. */
export function responseMessage(name: keyof DeviceOperations, response: unknown): string {
  const body = encodeResponse(deviceOperations, name, response);
  return `<?xml version="1.0" encoding="UTF-8"?><env:Envelope${namespaceAttributes}><env:Body>${body}</env:Body></env:Envelope>`;
}
