import { userLimits } from '../auth/users.ts';
import type * as tds from '../generated/tds.ts';
import type * as tt from '../generated/tt.ts';
import type { DeviceOptions } from './options.ts';

type Facts = Pick<DeviceOptions, 'ipVersion6' | 'ports'>;

const nothing = {
  IPFilter: false,
  ZeroConfiguration: false,
  DynDNS: false,
} as const;

const security = {
  'TLS1.0': false,
  'TLS1.1': false,
  OnboardKeyGeneration: false,
  AccessPolicyConfig: false,
  Dot1X: false,
  RemoteUserHandling: false,
  'X.509Token': false,
  SAMLToken: false,
  KerberosToken: false,
  RELToken: false,
} as const;

const system = {
  DiscoveryResolve: true,
  DiscoveryBye: true,
  RemoteDiscovery: false,
  SystemBackup: false,
  SystemLogging: false,
  HttpFirmwareUpgrade: false,
  HttpSystemBackup: false,
  HttpSystemLogging: false,
  HttpSupportInformation: false,
} as const;

/** tds:Capabilities: no more than what works (ONVIF Core 8.1.2.3, annex A). */
export function serviceCapabilities({ ipVersion6, ports }: Facts): tds.DeviceServiceCapabilities {
  return {
    Network: {
      ...nothing,
      IPVersion6: ipVersion6,
      Dot11Configuration: false,
      HostnameFromDHCP: false,
      // The number of servers that SetNTP takes.
      NTP: 0,
      DHCPv6: false,
    },
    Security: {
      ...security,
      'TLS1.2': ports.https !== undefined,
      DefaultAccessPolicy: true,
      UsernameToken: true,
      HttpDigest: true,
      JsonWebToken: false,
      MaxUsers: userLimits.users,
      MaxUserNameLength: userLimits.nameLength,
      MaxPasswordLength: userLimits.passwordLength,
    },
    System: {
      ...system,
      StorageConfiguration: false,
      DiscoveryNotSupported: false,
      // Network settings can be read, not yet set.
      NetworkConfigNotSupported: true,
      UserConfigNotSupported: false,
    },
  };
}

/** tt:DeviceCapabilities of GetCapabilities, the older form of the same facts. */
export function deviceCapabilities(
  XAddr: string,
  version: tt.OnvifVersion,
  { ipVersion6, ports }: Facts,
): tt.DeviceCapabilities {
  const { RemoteUserHandling, Dot1X, 'TLS1.0': tls10, ...others } = security;
  const { HttpFirmwareUpgrade, HttpSystemBackup, HttpSystemLogging, HttpSupportInformation, ...plain } = system;
  return {
    XAddr,
    Network: { ...nothing, IPVersion6: ipVersion6, Extension: { Dot11Configuration: false } },
    System: {
      ...plain,
      FirmwareUpgrade: false,
      SupportedVersions: [version],
      Extension: { HttpFirmwareUpgrade, HttpSystemBackup, HttpSystemLogging, HttpSupportInformation },
    },
    IO: { InputConnectors: 0, RelayOutputs: 0 },
    Security: {
      ...others,
      'TLS1.2': ports.https !== undefined,
      Extension: { 'TLS1.0': tls10, Extension: { Dot1X, RemoteUserHandling } },
    },
  };
}
