import type { DeviceOperations } from '../generated/device-operations.ts';
import { type NotOffered, notOffered } from '../soap/service.ts';
import type { auxiliaryFeature } from './auxiliary.ts';
import type { clockFeature } from './clock/clock.ts';
import type { discoveryFeature } from './discovery-operations.ts';
import type { hashingFeature } from './hashing.ts';
import type { geoLocationFeature } from './location/geo-location.ts';
import type { maintenanceFeatures } from './maintenance/maintenance-features.ts';
import type { networkFeature } from './network/network.ts';
import type { relayFeature } from './relays.ts';
import type { serviceListFeature } from './service-list.ts';
import type { systemFeature } from './system.ts';
import type { upgradeFeature } from './upgrade/upgrade-feature.ts';
import type { userFeatures } from './users/user-features.ts';

type Features =
  | typeof serviceListFeature
  | typeof systemFeature
  | typeof networkFeature
  | typeof clockFeature
  | typeof discoveryFeature
  | typeof userFeatures
  | typeof hashingFeature
  | typeof auxiliaryFeature
  | typeof relayFeature
  | typeof geoLocationFeature
  | typeof maintenanceFeatures
  | typeof upgradeFeature;
type NamesOf<Made> = Made extends { readonly handlers: infer Handled } ? keyof Handled : never;
type Offered = NamesOf<ReturnType<Features>>;

const noUpgrade = notOffered('UpgradeFirmware is for devices that fetch their firmware through a cloud');
const noRemoteDiscovery = notOffered('remote discovery is no longer part of the standard');
const noRoles = notOffered('users have the levels Administrator, Operator and User, and no roles beside them');
const noRemoteUser = notOffered('users log in at the camera itself, none through another system', 'NotRemoteUser');
const fixedPolicy = notOffered(
  'access follows the default policy of the standard; another one could lock administrators out',
);
const noDot11 = notOffered('no Wi-Fi settings', 'InvalidDot11');
const noStorage = notOffered('recordings are not stored outside the camera');
const oldCertificates = notOffered('certificates left the device service for the security service');

/** Operations that this device does not offer, with the reason why. */
export const notOfferedOperations: { readonly [Name in Exclude<keyof DeviceOperations, Offered>]: NotOffered } = {
  GetDot11Capabilities: noDot11,
  GetDot11Status: noDot11,
  ScanAvailableDot11Networks: noDot11,
  UpgradeFirmware: noUpgrade,
  GetRemoteDiscoveryMode: noRemoteDiscovery,
  SetRemoteDiscoveryMode: noRemoteDiscovery,
  GetDPAddresses: noRemoteDiscovery,
  SetDPAddresses: noRemoteDiscovery,
  GetUserRoles: noRoles,
  SetUserRole: noRoles,
  DeleteUserRole: noRoles,
  GetRemoteUser: noRemoteUser,
  SetRemoteUser: noRemoteUser,
  GetAccessPolicy: fixedPolicy,
  SetAccessPolicy: fixedPolicy,
  GetStorageConfigurations: noStorage,
  CreateStorageConfiguration: noStorage,
  GetStorageConfiguration: noStorage,
  SetStorageConfiguration: noStorage,
  DeleteStorageConfiguration: noStorage,
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
};
