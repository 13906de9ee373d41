import { systemClock } from '../../hal/system/clock.ts';
import { createAnalyticsService } from '../../services/analytics/service/service.ts';
import { backupRoutes } from '../../services/device/maintenance/backup-routes.ts';
import { type SystemTexts, systemTextRoutes } from '../../services/device/maintenance/system-log.ts';
import type { DeviceOptions } from '../../services/device/options.ts';
import { createDeviceService } from '../../services/device/service.ts';
import { upgradeRoutes } from '../../services/device/upgrade/upgrade-route.ts';
import { createDeviceIoService } from '../../services/deviceio/service.ts';
import type { MediaOptions } from '../../services/entities/media-options.ts';
import { imagesRoute } from '../../services/entities/overlays/osd/images/images-route.ts';
import { storeFilter } from '../../services/events/stored-filter.ts';
import type { FilterType } from '../../services/generated/wsnt.ts';
import type { Route } from '../../services/http/route.ts';
import { createImagingService, type ImagingServiceOptions } from '../../services/imaging/service.ts';
import { createMediaService } from '../../services/media/service.ts';
import { createMedia2Service } from '../../services/media2/service.ts';
import { createPtzService } from '../../services/ptz/service.ts';
import { createSecurityService, type SecurityServiceOptions } from '../../services/security/service.ts';
import { snapshotRoute } from '../../services/snapshot/snapshot.ts';
import type { ServiceBinding } from '../../services/soap/service.ts';
import { pageRoutes } from '../../services/web/page-routes.ts';
import type { PageFacts } from '../../services/web/page-state.ts';
import { firmwareVersion } from './firmware-version.ts';
import type { Parts } from './parts.ts';
import { supportInformation } from './support-information.ts';

function systemTexts(parts: Parts): SystemTexts {
  const systemLog = (): string => parts.options.lines.text();
  return {
    systemLog,
    accessLog: () => parts.records.access.text(),
    supportInformation: () => supportInformation(parts, systemLog()),
  };
}

function deviceOptions(parts: Parts, services: () => readonly ServiceBinding[]): DeviceOptions {
  const { address } = parts.options.run;
  return {
    ...parts,
    identity: { serialNumber: parts.identity.serialNumber, firmwareVersion: parts.update?.version ?? firmwareVersion },
    services,
    auxiliary: parts.hardware.auxiliary,
    ipVersion6: address === undefined || address.includes(':'),
    failureWarnings: parts.records.failures.setting,
    texts: systemTexts(parts),
  };
}

function mediaOptions({ store, supervisor, ports, events, analytics }: Parts): MediaOptions {
  return {
    store,
    analysis: analytics.view,
    media: supervisor,
    events,
    rtspPort: () => ports.rtsp,
    rtspsPort: () => ports.rtsps,
    storeFilter: (filter: FilterType) => storeFilter(filter, events.topics),
  };
}

function imagingOptions({ board, imaging, hardware, options, settings }: Parts): ImagingServiceOptions {
  const log = options.log.child({ room: 'imaging' });
  return {
    ...{ board, imaging, dayNight: hardware.dayNight, motors: hardware, clock: systemClock },
    together: (next) => settings.changeAll(next),
    onFailure: (error) => log.error({ err: error }, 'the focus does not move as it should'),
  };
}

function securityOptions({ keystore, generation, ports, machine }: Parts): SecurityServiceOptions {
  const isTlsEnabled = (): boolean => ports.https !== undefined || ports.rtsps !== undefined;
  return { keystore, generation, isTlsEnabled, now: () => machine.now() };
}

function pageFacts({ users, board, ports, tls, update }: Parts): PageFacts {
  return {
    ...{ users, board, version: update?.version ?? firmwareVersion, httpsPort: () => ports.https },
    certificate: () => tls.current()?.identity.certificate,
  };
}

/** SOAP services in the order in which GetServices tells them, one line each. */
export function createServices(parts: Parts): readonly ServiceBinding[] {
  const media = mediaOptions(parts);
  const services: readonly ServiceBinding[] = [
    createDeviceService(deviceOptions(parts, () => services)),
    createMediaService(media),
    createMedia2Service(media),
    createImagingService(imagingOptions(parts)),
    createAnalyticsService({ store: parts.store, analysis: parts.analytics.view }, () => parts.machine.now()),
    createDeviceIoService({ board: parts.board, ...parts.io }),
    parts.events.binding,
    createSecurityService(securityOptions(parts)),
    ...(parts.ptz === undefined ? [] : [createPtzService(parts.ptz)]),
  ];
  return services;
}

/** Resources beside SOAP, one line each. */
export function createRoutes(parts: Parts): readonly Route[] {
  return [
    snapshotRoute(mediaOptions(parts)),
    imagesRoute(parts.store.images),
    ...backupRoutes(parts),
    ...upgradeRoutes(parts),
    ...systemTextRoutes(systemTexts(parts)),
    ...parts.fleet.routes,
    ...pageRoutes(pageFacts(parts)),
  ];
}
