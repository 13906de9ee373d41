import { counterSetting } from '../../services/analytics/engine/counter-setting.ts';
import { hashingSetting } from '../../services/auth/hashing-algorithms.ts';
import { passwordPolicySetting } from '../../services/auth/password-policy.ts';
import { usersSetting } from '../../services/auth/users.ts';
import { clockMark, clockSetting } from '../../services/device/clock/clock-setting.ts';
import { dynamicDnsSetting } from '../../services/device/network/dynamic-dns.ts';
import { filterSetting } from '../../services/device/network/filter-setting.ts';
import { networkMarks, networkSetting } from '../../services/device/network/network-setting.ts';
import { scopesSetting } from '../../services/device/scopes.ts';
import { failureWarningSetting } from '../../services/device/users/failure-watch.ts';
import { inputSetting } from '../../services/deviceio/input-setting.ts';
import { relaySetting } from '../../services/deviceio/relay-setting.ts';
import { serialSetting } from '../../services/deviceio/serial-setting.ts';
import { discoverySetting } from '../../services/discovery/discovery-settings.ts';
import { featureSettings } from '../../services/entities/feature-operations.ts';
import { mediaSetting } from '../../services/entities/media-setting.ts';
import { imagesSetting } from '../../services/entities/overlays/osd/images/images.ts';
import { brokerList } from '../../services/events/broker/broker-setting.ts';
import { imagingSetting } from '../../services/imaging/imaging-setting.ts';
import { locationSetting } from '../../services/location/geo-locations.ts';
import { operatingTimeSetting } from '../../services/monitoring/operating-time.ts';
import { ownedSetting } from '../../services/owned-list/owned-setting.ts';
import { homeSetting } from '../../services/ptz/presets/home.ts';
import { presetSetting } from '../../services/ptz/presets/preset-list.ts';
import { lastPositionSetting } from '../../services/ptz/start-up.ts';
import { tourSetting } from '../../services/ptz/tours/tour-list.ts';
import { keystoreSetting } from '../../services/security/keystore/content.ts';
import type { SettingDefinition } from '../../services/settings/setting.ts';
import { factorySetting } from '../factory/factory-setting.ts';
import { identitySetting } from '../storage/identity.ts';
import { tlsSetting } from '../tls/tls.ts';
import { virtualSlotsSetting } from '../update/open-update.ts';
import { dayNightSetting } from './day-night-settings.ts';
import { virtualClockSetting } from './machine.ts';
import { portsSetting } from './protocol-ports.ts';

/** Every persistent section of the device: what reset, backup and restore walk over. A section that is not here cannot be opened. */
export function allSettings(media: Parameters<typeof mediaSetting>[0]): readonly SettingDefinition<unknown>[] {
  return [
    identitySetting,
    factorySetting,
    tlsSetting,
    keystoreSetting,
    virtualClockSetting,
    virtualSlotsSetting,
    networkSetting,
    networkMarks,
    portsSetting,
    filterSetting,
    dynamicDnsSetting,
    clockSetting,
    clockMark,
    usersSetting,
    passwordPolicySetting,
    failureWarningSetting,
    hashingSetting,
    scopesSetting,
    discoverySetting,
    dayNightSetting,
    imagingSetting,
    relaySetting,
    inputSetting,
    serialSetting,
    presetSetting,
    homeSetting,
    tourSetting,
    lastPositionSetting,
    operatingTimeSetting,
    locationSetting,
    mediaSetting(media),
    counterSetting,
    ownedSetting(brokerList),
    ...featureSettings,
    imagesSetting,
  ];
}
