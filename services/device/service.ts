import { type DeviceOperations, deviceOperations } from '../generated/device-operations.ts';
import { bindService, type Handlers, notOffered, type ServiceBinding } from '../soap/service.ts';
import { serviceCapabilities } from './capabilities.ts';
import { discoveryOperations } from './discovery-operations.ts';
import { networkOperations } from './network.ts';
import type { DeviceOptions } from './options.ts';
import { serviceListOperations } from './service-list.ts';
import { systemOperations } from './system.ts';
import { userOperations } from './users.ts';

const networkIsRead = notOffered(
  'the network is set up on the machine, not yet by the camera (NetworkConfigNotSupported)',
);
const clockIsTheMachines = notOffered('the clock is set on the machine, not yet by the camera');
const noFactoryDefault = notOffered('settings cannot be reset over the network yet');
const noUpgrade = notOffered('firmware is not replaced over the network yet');
const noBackup = notOffered('no backup of settings yet (SystemBackup is false)');
const noLog = notOffered('logs are not handed out yet (SystemLogging is false)');
const noSupport = notOffered('no support information yet (HttpSupportInformation is false)');
const noRemoteDiscovery = notOffered('remote discovery is no longer part of the standard');
const noRoles = notOffered('no user roles beside the levels (MaxUserRoles is absent)');
const noRemoteUser = notOffered('no remote users (RemoteUserHandling is false)', 'NotRemoteUser');
const noPasswordPolicy = notOffered('no password policy that could be set (SecurityPolicies is absent)');
const noFailureWarnings = notOffered('no warnings of failed logins (SecurityPolicies is absent)');
const noHashingChoice = notOffered('MD5 and SHA-256 are always challenged together (HashingAlgorithms is absent)');
const noDynamicDns = notOffered('no dynamic DNS (DynDNS is false)');
const noZeroConfiguration = notOffered('no zero configuration (ZeroConfiguration is false)');
const noFilter = notOffered('no address filter (IPFilter is false)');
const fixedPolicy = notOffered('the default access policy cannot be changed (AccessPolicyConfig is false)');
const noRelay = notOffered('no relay output yet (RelayOutputs is 0)');
const noAuxiliary = notOffered('no auxiliary commands (AuxiliaryCommands is absent)');
const noDot11 = notOffered('no Wi-Fi settings (Dot11Configuration is false)', 'InvalidDot11');
const noStorage = notOffered('no storage (StorageConfiguration is false)');
const noLocation = notOffered('no geographic location (GeoLocationEntries is absent)');
const oldCertificates = notOffered('certificates left the device service for the security service');

/** Operations that this device does not offer, with the reason why. */
const refused = {
  SetHostname: networkIsRead,
  SetHostnameFromDHCP: networkIsRead,
  SetDNS: networkIsRead,
  SetNTP: networkIsRead,
  SetNetworkInterfaces: networkIsRead,
  SetNetworkProtocols: networkIsRead,
  GetNetworkDefaultGateway: networkIsRead,
  SetNetworkDefaultGateway: networkIsRead,
  GetDynamicDNS: noDynamicDns,
  SetDynamicDNS: noDynamicDns,
  GetZeroConfiguration: noZeroConfiguration,
  SetZeroConfiguration: noZeroConfiguration,
  GetIPAddressFilter: noFilter,
  SetIPAddressFilter: noFilter,
  AddIPAddressFilter: noFilter,
  RemoveIPAddressFilter: noFilter,
  GetDot11Capabilities: noDot11,
  GetDot11Status: noDot11,
  ScanAvailableDot11Networks: noDot11,
  SetSystemDateAndTime: clockIsTheMachines,
  SetSystemFactoryDefault: noFactoryDefault,
  UpgradeSystemFirmware: noUpgrade,
  StartFirmwareUpgrade: noUpgrade,
  UpgradeFirmware: noUpgrade,
  GetSystemBackup: noBackup,
  RestoreSystem: noBackup,
  StartSystemRestore: noBackup,
  GetSystemUris: noBackup,
  GetSystemLog: noLog,
  GetSystemSupportInformation: noSupport,
  GetRemoteDiscoveryMode: noRemoteDiscovery,
  SetRemoteDiscoveryMode: noRemoteDiscovery,
  GetDPAddresses: noRemoteDiscovery,
  SetDPAddresses: noRemoteDiscovery,
  GetUserRoles: noRoles,
  SetUserRole: noRoles,
  DeleteUserRole: noRoles,
  GetRemoteUser: noRemoteUser,
  SetRemoteUser: noRemoteUser,
  GetPasswordComplexityOptions: noPasswordPolicy,
  GetPasswordComplexityConfiguration: noPasswordPolicy,
  SetPasswordComplexityConfiguration: noPasswordPolicy,
  GetPasswordHistoryConfiguration: noPasswordPolicy,
  SetPasswordHistoryConfiguration: noPasswordPolicy,
  GetAuthFailureWarningOptions: noFailureWarnings,
  GetAuthFailureWarningConfiguration: noFailureWarnings,
  SetAuthFailureWarningConfiguration: noFailureWarnings,
  SetHashingAlgorithm: noHashingChoice,
  GetAccessPolicy: fixedPolicy,
  SetAccessPolicy: fixedPolicy,
  GetRelayOutputs: noRelay,
  SetRelayOutputSettings: noRelay,
  SetRelayOutputState: noRelay,
  SendAuxiliaryCommand: noAuxiliary,
  GetStorageConfigurations: noStorage,
  CreateStorageConfiguration: noStorage,
  GetStorageConfiguration: noStorage,
  SetStorageConfiguration: noStorage,
  DeleteStorageConfiguration: noStorage,
  GetGeoLocation: noLocation,
  SetGeoLocation: noLocation,
  DeleteGeoLocation: noLocation,
  CreateCertificate: oldCertificates,
  GetCertificates: oldCertificates,
  GetCertificatesStatus: oldCertificates,
  SetCertificatesStatus: oldCertificates,
  DeleteCertificates: oldCertificates,
  GetPkcs10Request: oldCertificates,
  LoadCertificates: oldCertificates,
  GetClientCertificateMode: oldCertificates,
  SetClientCertificateMode: oldCertificates,
  GetCACertificates: oldCertificates,
  LoadCertificateWithPrivateKey: oldCertificates,
  GetCertificateInformation: oldCertificates,
  LoadCACertificates: oldCertificates,
  CreateDot1XConfiguration: oldCertificates,
  SetDot1XConfiguration: oldCertificates,
  GetDot1XConfiguration: oldCertificates,
  GetDot1XConfigurations: oldCertificates,
  DeleteDot1XConfiguration: oldCertificates,
} as const;

/** Every operation of the device service (ONVIF Core 8). */
export function deviceHandlers(options: DeviceOptions): Handlers<DeviceOperations> {
  const services = serviceListOperations(options);
  const system = systemOperations(options);
  const network = networkOperations(options);
  const discovery = discoveryOperations(options);
  const users = userOperations(options.users);
  return {
    GetServices: services.GetServices,
    GetServiceCapabilities: services.GetServiceCapabilities,
    GetCapabilities: services.GetCapabilities,
    GetWsdlUrl: services.GetWsdlUrl,
    GetDeviceInformation: system.GetDeviceInformation,
    GetSystemDateAndTime: system.GetSystemDateAndTime,
    SystemReboot: system.SystemReboot,
    GetHostname: network.GetHostname,
    GetDNS: network.GetDNS,
    GetNTP: network.GetNTP,
    GetNetworkInterfaces: network.GetNetworkInterfaces,
    GetNetworkProtocols: network.GetNetworkProtocols,
    GetScopes: discovery.GetScopes,
    SetScopes: discovery.SetScopes,
    AddScopes: discovery.AddScopes,
    RemoveScopes: discovery.RemoveScopes,
    GetDiscoveryMode: discovery.GetDiscoveryMode,
    SetDiscoveryMode: discovery.SetDiscoveryMode,
    GetEndpointReference: discovery.GetEndpointReference,
    GetUsers: users.GetUsers,
    CreateUsers: users.CreateUsers,
    SetUser: users.SetUser,
    DeleteUsers: users.DeleteUsers,
    ...refused,
  };
}

/** The device service at the place where every client begins. */
export function createDeviceService(options: DeviceOptions): ServiceBinding {
  return bindService<DeviceOperations>(
    {
      path: '/onvif/device_service',
      namespace: 'http://www.onvif.org/ver10/device/wsdl',
      version: { Major: 26, Minor: 6 },
      capabilities: () => serviceCapabilities(options),
    },
    deviceOperations,
    deviceHandlers(options),
  );
}
