import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import type { VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import type { System } from '../../hal/ports/system.ts';
import { createLinuxSystem } from '../../hal/system/linux-system.ts';
import { createUserStore, type UserStore } from '../../services/auth/users.ts';
import { createMonitoring, type Monitoring, monitoringTopics } from '../../services/device/monitoring.ts';
import { createScopeList, fixedScopes, type ScopeList } from '../../services/device/scopes.ts';
import { createDeviceService } from '../../services/device/service.ts';
import { createDiscovery, type Discovery } from '../../services/discovery/discovery.ts';
import { EntityStore, mediaTopics } from '../../services/entities/entity-store.ts';
import { offerEncoders } from '../../services/entities/offered-encoders.ts';
import { streamsOf } from '../../services/entities/profiles.ts';
import { createEventService, type EventService } from '../../services/events/service.ts';
import type { FilterType } from '../../services/generated/wsnt.ts';
import { activeSessionTopics } from '../../services/media/active-sessions.ts';
import { createMediaService } from '../../services/media/service.ts';
import { signalLossTopics } from '../../services/media/signal-loss.ts';
import { createMedia2Service } from '../../services/media2/service.ts';
import { storeFilter } from '../../services/metadata/stored-filter.ts';
import type { DesiredMedia, RtspPlan } from '../../services/plan/desired-media.ts';
import { snapshotRoute } from '../../services/snapshot/snapshot.ts';
import type { ServiceBinding } from '../../services/soap/service.ts';
import { MediaEvents, sessionKinds } from '../link/media-events.ts';
import { Supervisor } from '../link/supervisor.ts';
import type { RunOptions } from '../options.ts';
import { type DataFolder, openDataFolder } from '../storage/data-folder.ts';
import { openIdentity, type StoredIdentity } from '../storage/identity.ts';
import { openSettings, type SettingsStore } from '../storage/settings-store.ts';
import { ownCredentials, readCredentials, secureContext, type TlsCredentials } from '../tls/tls.ts';
import { BoardHardware } from './board-hardware.ts';
import { desiredMedia, realm } from './compose-desired-media.ts';
import { ensureAdministrator, type FirstAdministrator } from './first-administrator.ts';
import { openBoard } from './open-board.ts';
import { startWeb, type Web, type WebOptions } from './web.ts';

export interface CameraOptions {
  readonly run: RunOptions;
  readonly log: Logger;
  /** Asked for by SystemReboot: end this camera and start it again. */
  readonly onReboot: () => void;
}

/** Ports as they came out; 0 until they are known. */
interface Ports {
  http: number;
  rtsp: number;
  /** undefined where TLS is off. */
  https: number | undefined;
  rtsps: number | undefined;
}

interface CameraParts {
  readonly board: Board;
  readonly folder: DataFolder;
  readonly settings: SettingsStore;
  readonly identity: StoredIdentity;
}

const firmwareVersion = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/** The control process: settings, services, web server and discovery, with a media process beside it. */
export class Camera {
  readonly #options: CameraOptions;
  readonly #board: Board;
  readonly #system: System;
  readonly #ports: Ports;
  readonly #folder: DataFolder;
  readonly #settings: SettingsStore;
  readonly #identity: StoredIdentity;
  readonly #users: UserStore;
  readonly #events: EventService;
  readonly #store: EntityStore;
  readonly #supervisor: Supervisor;
  readonly #mediaEvents: MediaEvents;
  readonly #scopes: ScopeList;
  readonly #discovery: Discovery;
  readonly #monitoring: Monitoring;
  #hardware: BoardHardware | undefined;
  #web: Web | undefined;
  /** undefined while nothing listens with TLS. */
  #credentials: TlsCredentials | undefined;
  administrator: FirstAdministrator | undefined;

  private constructor(options: CameraOptions, parts: CameraParts) {
    const { run, log } = options;
    const { board, folder, settings, identity } = parts;
    this.#options = options;
    this.#folder = folder;
    this.#settings = settings;
    this.#identity = identity;
    this.#board = board;
    this.#ports = { http: run.httpPort, rtsp: run.rtspPort, https: run.httpsPort, rtsps: run.rtspsPort };
    this.#system = createLinuxSystem({ reboot: async () => options.onReboot() });
    this.#users = createUserStore(settings, realm);
    this.#events = createEventService({
      declarations: [
        ...mediaTopics,
        ...activeSessionTopics(sessionKinds(this.#board)),
        ...signalLossTopics(this.#board.sources),
        ...monitoringTopics,
      ],
    });
    this.#store = new EntityStore({ board: this.#board, settings, events: this.#events, deviceId: identity.uuid });
    this.#supervisor = new Supervisor({
      board,
      data: folder.path,
      log: log.child({ room: 'supervisor' }),
      onEvent: (message) => this.#mediaEvents.take(message),
      onEnded: () => this.#mediaEvents.ended(),
    });
    this.#mediaEvents = new MediaEvents({
      events: this.#events,
      media: this.#supervisor,
      entities: () => this.#store.entities,
      sources: this.#board.sources,
      onEncoders: (working) => void this.#offer(working),
      log: log.child({ room: 'metadata' }),
    });
    this.#scopes = createScopeList(settings, fixedScopes(this.#board));
    this.#monitoring = createMonitoring({ events: this.#events, bootedAt: new Date() });
    this.#discovery = createDiscovery({
      system: this.#system,
      settings,
      uuid: identity.uuid,
      scopes: this.#scopes,
      xAddr: (host) => `http://${host}:${this.#ports.http}/onvif/device_service`,
      addresses: run.address === undefined ? [] : [run.address],
      log: log.child({ room: 'discovery' }),
    });
  }

  /** Rejects with a message for people when a port or the settings folder cannot be had, or the board file is wrong. */
  static async start(options: CameraOptions): Promise<Camera> {
    const board = await openBoard(options.run);
    const folder = await openDataFolder(options.run.data);
    let camera: Camera | undefined;
    try {
      const settings = openSettings(folder, options.log.child({ room: 'settings' }));
      camera = new Camera(options, { board, folder, settings, identity: await openIdentity(settings) });
      await camera.#start();
      return camera;
    } catch (error) {
      await (camera?.stop() ?? folder.release());
      throw error;
    }
  }

  get httpPort(): number {
    return this.#ports.http;
  }

  get rtspPort(): number {
    return this.#ports.rtsp;
  }

  get httpsPort(): number | undefined {
    return this.#ports.https;
  }

  get rtspsPort(): number | undefined {
    return this.#ports.rtsps;
  }

  get mediaPid(): number | undefined {
    return this.#supervisor.pid;
  }

  /** Tokens of the profiles that can be played, in order. */
  get streams(): readonly string[] {
    return this.#store.entities.profiles
      .filter((one) => streamsOf(this.#store.entities, one).length > 0)
      .map(({ token }) => token);
  }

  async stop(): Promise<void> {
    this.#monitoring.stop();
    this.#mediaEvents.stop();
    this.#events.close();
    await Promise.all([this.#discovery.stop(), this.#web?.close(), this.#supervisor.stop(), this.#hardware?.close()]);
    await this.#settings.settled();
    await this.#folder.release();
  }

  async #start(): Promise<void> {
    const { run, log } = this.#options;
    const luma = (source: string): Promise<number> => this.#supervisor.luma(source);
    this.#hardware = new BoardHardware({ board: this.#board, settings: this.#settings, log, luma });
    this.administrator = await ensureAdministrator(this.#users, run.admin, process.stdin.isTTY === true && !run.json);
    this.#credentials = await this.#openCredentials();
    const media = this.#supervisor.start(this.#plan());
    // A port that is still to be found must stand in the first answer already.
    if (run.rtspPort === 0 || run.rtspsPort === 0) Object.assign(this.#ports, await media);
    const [web, rtspPorts] = await Promise.all([this.#serve(), media]);
    this.#web = web;
    Object.assign(this.#ports, rtspPorts);
    const apply = (): void => this.#supervisor.apply(this.#plan());
    this.#store.onChange(apply);
    this.#users.onChange(apply);
    this.#hardware.scene.onChange(apply);
    apply();
    this.#monitoring.start();
    await this.#discovery.start();
  }

  /** The desired state; metadata streams are told of the same settings first. */
  #plan(): DesiredMedia {
    this.#mediaEvents.apply();
    const scene = this.#hardware?.scene;
    return desiredMedia({ store: this.#store, users: this.#users, rtsp: this.#rtsp(), scene });
  }

  async #offer(working: readonly VideoEncoderCapabilities[]): Promise<void> {
    const log = this.#options.log.child({ room: 'media' });
    await offerEncoders(this.#store, working, log).catch((error: unknown) =>
      log.error({ err: error }, 'settings of video encoders cannot be changed to what works'),
    );
  }

  #rtsp(): RtspPlan {
    const { address, pacing } = this.#options.run;
    const { rtsp: port, rtsps } = this.#ports;
    const tls =
      rtsps === undefined || this.#credentials === undefined ? undefined : { port: rtsps, ...this.#credentials };
    return { addresses: address === undefined ? [] : [address], port, pacing: pacing * 1_000_000, tls };
  }

  async #openCredentials(): Promise<TlsCredentials | undefined> {
    const { tls, address, httpsPort, rtspsPort } = this.#options.run;
    if (httpsPort === undefined && rtspsPort === undefined) return undefined;
    return tls === undefined ? ownCredentials(this.#settings, address) : readCredentials(tls.certificate, tls.key);
  }

  async #serve(): Promise<Web> {
    const { run, log } = this.#options;
    const media = {
      store: this.#store,
      media: this.#supervisor,
      rtspPort: () => this.#ports.rtsp,
      rtspsPort: () => this.#ports.rtsps,
      storeFilter: (filter: FilterType) => storeFilter(filter, this.#events.topics),
    };
    const bindings: ServiceBinding[] = [createMediaService(media), createMedia2Service(media), this.#events.binding];
    bindings.unshift(this.#deviceService(() => bindings));
    const web = await startWeb({
      bindings,
      httpRoutes: [snapshotRoute(media)],
      users: this.#users,
      realm,
      port: run.httpPort,
      tls: this.#webTls(),
      streams: this.#supervisor.handovers,
      address: run.address,
      log: log.child({ room: 'soap' }),
    });
    this.#ports.http = web.port;
    this.#ports.https = web.httpsPort;
    return web;
  }

  #webTls(): WebOptions['tls'] {
    const port = this.#ports.https;
    if (port === undefined || this.#credentials === undefined) return undefined;
    return { port, context: secureContext(this.#credentials) };
  }

  #deviceService(services: () => readonly ServiceBinding[]): ServiceBinding {
    return createDeviceService({
      board: this.#board,
      identity: { serialNumber: this.#identity.serialNumber, firmwareVersion },
      system: this.#system,
      users: this.#users,
      scopes: this.#scopes,
      discovery: this.#discovery,
      services,
      ports: this.#ports,
      ipVersion6: this.#options.run.address === undefined || this.#options.run.address.includes(':'),
      log: this.#options.log.child({ room: 'device' }),
    });
  }
}
