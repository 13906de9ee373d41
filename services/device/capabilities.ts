import type { DeviceOperations } from '../generated/device-operations.ts';
import type * as tds from '../generated/tds.ts';
import type * as tt from '../generated/tt.ts';
import { offers } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';
import type { DeviceCapabilityParts } from './feature.ts';

type Operation = keyof DeviceOperations;

/** tds:Capabilities with all mandatory groups. */
type DeviceFlags = tds.DeviceServiceCapabilities;

/** Capabilities of the device service: flags are derived from the handlers, values come from the features. */
export function deviceFlags(
  handlers: Handlers<DeviceOperations>,
  features: readonly DeviceCapabilityParts[],
): DeviceFlags {
  const has = (...names: readonly Operation[]): boolean => offers(handlers, ...names);
  const parts = [networkFlags(has), securityFlags(has), systemFlags(has), ...features];
  const Misc = Object.assign({}, ...parts.map((part) => part.Misc)) as tds.MiscCapabilities;
  return {
    Network: Object.assign({}, ...parts.map((part) => part.Network)) as tds.NetworkCapabilities,
    Security: Object.assign({}, ...parts.map((part) => part.Security)) as tds.SecurityCapabilities,
    System: Object.assign({}, ...parts.map((part) => part.System)) as tds.SystemCapabilities,
    ...(Object.keys(Misc).length > 0 && { Misc }),
  };
}

type Has = (...names: readonly Operation[]) => boolean;

function networkFlags(has: Has): DeviceCapabilityParts {
  return {
    Network: {
      IPFilter: has('GetIPAddressFilter', 'SetIPAddressFilter'),
      ZeroConfiguration: has('GetZeroConfiguration', 'SetZeroConfiguration'),
      DynDNS: has('GetDynamicDNS', 'SetDynamicDNS'),
      Dot11Configuration: has('GetDot11Capabilities', 'GetDot11Status'),
      HostnameFromDHCP: has('SetHostnameFromDHCP'),
    },
  };
}

function securityFlags(has: Has): DeviceCapabilityParts {
  return {
    Security: {
      'TLS1.0': false,
      'TLS1.1': false,
      OnboardKeyGeneration: has('CreateCertificate'),
      AccessPolicyConfig: has('GetAccessPolicy', 'SetAccessPolicy'),
      DefaultAccessPolicy: true,
      Dot1X: has('CreateDot1XConfiguration'),
      RemoteUserHandling: has('GetRemoteUser', 'SetRemoteUser'),
      'X.509Token': false,
      SAMLToken: false,
      KerberosToken: false,
      RELToken: false,
      UsernameToken: true,
      HttpDigest: true,
      JsonWebToken: false,
    },
  };
}

function systemFlags(has: Has): DeviceCapabilityParts {
  return {
    System: {
      RemoteDiscovery: has('GetRemoteDiscoveryMode', 'SetRemoteDiscoveryMode'),
      SystemBackup: has('GetSystemBackup', 'RestoreSystem'),
      SystemLogging: has('GetSystemLog'),
      HttpFirmwareUpgrade: has('StartFirmwareUpgrade'),
      HttpSystemBackup: has('StartSystemRestore', 'GetSystemUris'),
      HttpSystemLogging: has('GetSystemLog', 'GetSystemUris'),
      HttpSupportInformation: has('GetSystemSupportInformation', 'GetSystemUris'),
      StorageConfiguration: has('CreateStorageConfiguration'),
      DiscoveryNotSupported: !has('SetDiscoveryMode'),
      NetworkConfigNotSupported: !has('SetNetworkInterfaces'),
      UserConfigNotSupported: !has('CreateUsers'),
    },
  };
}

const no = false;

/** Numbers of inputs and relays. */
type Connectors = Readonly<Record<'inputs' | 'relays', { readonly count: number }>>;

/** Operations of the device service, and what is connected to the device. */
interface DeviceParts {
  readonly handlers: Handlers<DeviceOperations>;
  readonly io: Connectors;
}

/** Same flags as tt:DeviceCapabilities, the older form of GetCapabilities. */
export function olderCapabilities(
  XAddr: string,
  version: tt.OnvifVersion,
  flags: DeviceFlags,
  { handlers, io }: DeviceParts,
): tt.DeviceCapabilities {
  const { Network, Security, System, Misc } = flags;
  return {
    XAddr,
    Network: {
      IPFilter: Network.IPFilter ?? no,
      ZeroConfiguration: Network.ZeroConfiguration ?? no,
      IPVersion6: Network.IPVersion6 ?? no,
      DynDNS: Network.DynDNS ?? no,
      Extension: { Dot11Configuration: Network.Dot11Configuration ?? no },
    },
    System: olderSystem(version, System, offers(handlers, 'UpgradeSystemFirmware')),
    IO: olderConnectors(io, Misc?.AuxiliaryCommands),
    Security: olderSecurity(Security),
  };
}

function olderConnectors({ inputs, relays }: Connectors, AuxiliaryCommands: readonly string[] = []): tt.IOCapabilities {
  const Extension = { Auxiliary: true, AuxiliaryCommands, Extension: {} };
  return {
    InputConnectors: inputs.count,
    RelayOutputs: relays.count,
    ...(AuxiliaryCommands.length > 0 && { Extension }),
  };
}

function olderSystem(
  version: tt.OnvifVersion,
  System: tds.SystemCapabilities,
  FirmwareUpgrade: boolean,
): tt.SystemCapabilities {
  return {
    DiscoveryResolve: System.DiscoveryResolve ?? no,
    DiscoveryBye: System.DiscoveryBye ?? no,
    RemoteDiscovery: System.RemoteDiscovery ?? no,
    SystemBackup: System.SystemBackup ?? no,
    SystemLogging: System.SystemLogging ?? no,
    FirmwareUpgrade,
    SupportedVersions: [version],
    Extension: {
      HttpFirmwareUpgrade: System.HttpFirmwareUpgrade ?? no,
      HttpSystemBackup: System.HttpSystemBackup ?? no,
      HttpSystemLogging: System.HttpSystemLogging ?? no,
      HttpSupportInformation: System.HttpSupportInformation ?? no,
    },
  };
}

function olderSecurity(Security: tds.SecurityCapabilities): tt.SecurityCapabilities {
  return {
    'TLS1.1': Security['TLS1.1'] ?? no,
    'TLS1.2': Security['TLS1.2'] ?? no,
    OnboardKeyGeneration: Security.OnboardKeyGeneration ?? no,
    AccessPolicyConfig: Security.AccessPolicyConfig ?? no,
    'X.509Token': Security['X.509Token'] ?? no,
    SAMLToken: Security.SAMLToken ?? no,
    KerberosToken: Security.KerberosToken ?? no,
    RELToken: Security.RELToken ?? no,
    Extension: {
      'TLS1.0': Security['TLS1.0'] ?? no,
      Extension: { Dot1X: Security.Dot1X ?? no, RemoteUserHandling: Security.RemoteUserHandling ?? no },
    },
  };
}
