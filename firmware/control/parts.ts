import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import { headFactsOf } from '../../hal/boards/head-facts.ts';
import type { Machine } from '../../hal/ports/machine.ts';
import type { System } from '../../hal/ports/system.ts';
import { systemClock } from '../../hal/system/clock.ts';
import { createLinuxSystem } from '../../hal/system/linux-system.ts';
import { hashingSetting } from '../../services/auth/hashing-algorithms.ts';
import { createUserStore, type UserStore } from '../../services/auth/users.ts';
import type { HashingAlgorithms } from '../../services/device/hashing.ts';
import { AddressFilter } from '../../services/device/network/address-filter.ts';
import { createScopeList, fixedScopes, type ScopeList } from '../../services/device/scopes.ts';
import { createDiscovery, type Discovery } from '../../services/discovery/discovery.ts';
import { EntityStore } from '../../services/entities/entity-store.ts';
import { mediaPlan } from '../../services/entities/streams/media-state.ts';
import type { EventService } from '../../services/events/service.ts';
import { Imaging } from '../../services/imaging/imaging.ts';
import { GeoLocations } from '../../services/location/geo-locations.ts';
import { PtzControl } from '../../services/ptz/ptz-control.ts';
import type { Keystore } from '../../services/security/keystore/keystore.ts';
import { openDevice } from '../factory/open-device.ts';
import { CameraFactsBook } from '../link/camera-facts.ts';
import { MaskConfirmations } from '../link/mask-confirmations.ts';
import { Supervisor } from '../link/supervisor.ts';
import type { LogRing } from '../log/log-ring.ts';
import type { RunOptions } from '../options.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import type { StoredIdentity } from '../storage/identity.ts';
import { openSettings, type SettingsStore } from '../storage/settings-store.ts';
import { openSecurity, type SecurityParts } from '../tls/open-security.ts';
import { openUpgrade, type UpgradeParts } from '../update/open-upgrade.ts';
import { type Analytics, openAnalytics } from './analytics.ts';
import { BoardHardware } from './board-hardware.ts';
import { type CareParts, openCare } from './care.ts';
import { InputsOutputs } from './inputs-outputs.ts';
import { openMachine } from './machine.ts';
import { type NetworkSide, openNetwork } from './network-parts.ts';
import { openEvents } from './open-events.ts';
import { ProtocolPortControl } from './protocol-ports.ts';
import { SceneAnalysis } from './scene-analysis.ts';

/** Ports as they came out; 0 until they are known. */
export interface Ports {
  http: number;
  httpOff: boolean;
  rtsp: number;
  rtspOff: boolean;
  /** undefined where TLS is off. */
  https: number | undefined;
  rtsps: number | undefined;
}

export interface PartsOptions {
  readonly run: RunOptions;
  readonly log: Logger;
  /** SystemReboot asks for it: end this camera and start it again. */
  /** Newest lines of the log. */
  readonly lines: LogRing;
  readonly onReboot: () => void;
}

/** Parts of the control process that services and the media process are built on; all of them are there before any service. */
export interface Parts extends CareParts, SecurityParts, UpgradeParts, NetworkSide {
  readonly options: PartsOptions;
  readonly board: Board;
  readonly folder: DataFolder;
  readonly settings: SettingsStore;
  readonly identity: StoredIdentity;
  /** Realm of both digests: another one on each device, so that a digest of one says nothing to another. */
  readonly realm: string;
  readonly ports: Ports;
  readonly system: System;
  /** Network, name, clock and power of the machine, as clients set them. */
  readonly machine: Machine;
  readonly users: UserStore;
  /** Algorithms of both digests. */
  readonly hashing: HashingAlgorithms;
  readonly events: EventService;
  readonly store: EntityStore;
  readonly supervisor: Supervisor;
  /** Motors, filters, lamps, lines: opened in the background, with parts that come and go. */
  readonly hardware: BoardHardware;
  /** Controls and values that the cameras reported. */
  readonly cameras: CameraFactsBook;
  /** Privacy masks that the media process has in force. */
  readonly masks: MaskConfirmations;
  readonly imaging: Imaging;
  /** Motion analysis of the video sources. */
  readonly analysis: SceneAnalysis;
  readonly analytics: Analytics;
  readonly io: InputsOutputs;
  /** undefined on a board without pan, tilt and zoom. */
  readonly ptz: PtzControl | undefined;
  readonly scopes: ScopeList;
  readonly locations: GeoLocations;
  readonly discovery: Discovery;
  /** Ports that clients can set. */
  readonly protocols: ProtocolPortControl;
  /** Clients that may connect. */
  readonly filter: AddressFilter;
}

/** Rejects with a message for people when the board file is wrong. The folder stays the caller's. */
export async function openParts(options: PartsOptions, folder: DataFolder): Promise<Parts> {
  const { run, log } = options;
  const room = (name: string): Logger => log.child({ room: name });
  const settings = openSettings(folder, room('settings'));
  const { board, identity, factorySerial } = await openDevice(run, settings, room('factory'));
  const realm = `Vedette ${identity.serialNumber}`;
  const protocols = new ProtocolPortControl(run, settings);
  const { ports } = protocols;
  const system = createLinuxSystem({ reboot: async () => options.onReboot() });
  const machine = await openMachine(board, system, settings, room('machine'));
  const keystore = (): Keystore => security.keystore;
  const events = openEvents({ run, board, settings, identity, system, machine, keystore, log: room('events') });
  const security = openSecurity({ settings, events, machine, address: run.address, log: room('security') });
  const supervisor = new Supervisor({ board, data: folder.path, log: room('supervisor') });
  const luma = (source: string): Promise<number> => supervisor.luma(source);
  const scopes = createScopeList(
    settings,
    fixedScopes(board, headFactsOf(board).length > 0 ? ['ptz'] : [], factorySerial),
  );
  const io = new InputsOutputs(board, settings, events);
  const hardware = new BoardHardware({ board: io.stored(board), settings, log, luma });
  hardware.onChange((parts) => io.update(parts));
  const cameras = new CameraFactsBook();
  const masks = new MaskConfirmations(() => supervisor.pid !== undefined);
  const { dayNight, heads, auxiliary } = hardware;
  const places = { deviceId: identity.uuid, imageFolder: join(folder.path, 'osd') };
  const confirmMasks = (source: string, text: string): Promise<void> => masks.wait(source, text);
  const store = new EntityStore({ board, settings, events, ...places, heads: hardware.heads, confirmMasks });
  const analyses = openAnalyses({ board, store, settings, events, machine, supervisor, log: room('analytics') });
  const filter = new AddressFilter({ settings, clock: systemClock, log: room('network') });
  const locations = new GeoLocations(settings);
  const ptz = { heads, store, settings, events, auxiliary, locations, clock: systemClock };
  const discovery = createDiscovery({
    ...{ system, settings, uuid: identity.uuid, scopes },
    xAddr: (host) => xAddr(ports, host),
    addresses: run.address === undefined ? [] : [run.address],
    admits: (address) => filter.admits(address),
    log: room('discovery'),
  });
  const known = { board, folder, settings, identity, discovery, machine, events };
  const care = await openCare({ ...known, system, supervisor, options });
  return {
    ...{ protocols, filter, discovery, ...openNetwork({ machine, system, settings, discovery, log: room('network') }) },
    ...{ options, board, folder, settings, identity, realm, ports, system, machine, events, supervisor, scopes },
    ...security,
    ...{ hardware, cameras, masks, io, store, locations, ...analyses },
    ptz: heads.length === 0 ? undefined : new PtzControl(ptz),
    imaging: new Imaging({ board, settings, cameras, dayNight, clock: systemClock }),
    users: createUserStore(settings, realm),
    hashing: settings.open(hashingSetting),
    ...care,
    ...(await openUpgrade({ ...known, data: folder.path, maintenance: care.maintenance, log: room('update') })),
  };
}

/** Motion analysis of the pictures, and the video analytics that work on it. */
function openAnalyses({
  supervisor,
  ...parts
}: Pick<Parts, 'board' | 'store' | 'settings' | 'events' | 'machine' | 'supervisor'> & {
  readonly log: Logger;
}): Pick<Parts, 'analysis' | 'analytics'> {
  const { board, store } = parts;
  const analysis = new SceneAnalysis({
    board,
    sources: () => mediaPlan(store.entities, board).media.sources,
    hold: (source, milliseconds) => supervisor.hold(source, milliseconds),
  });
  return { analysis, analytics: openAnalytics({ ...parts, analysis }) };
}

/** Address of the device service, of the secure one where HTTP is off. */
function xAddr({ http, httpOff, https }: Ports, host: string): string {
  const origin = httpOff && https !== undefined ? `https://${host}:${https}` : `http://${host}:${http}`;
  return `${origin}/onvif/device_service`;
}
