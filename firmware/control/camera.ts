import type { VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import { systemClock } from '../../hal/system/clock.ts';
import { linuxHealthSensors } from '../../hal/system/health-sensors.ts';
import { onRevoked } from '../../services/auth/revocation.ts';
import { tellClockSynchronization } from '../../services/device/clock/clock-events.ts';
import { tellStorageFailure } from '../../services/device/storage-failure.ts';
import { offerEncoders } from '../../services/entities/kinds/video-encoder/fit.ts';
import { streamsOf } from '../../services/entities/profiles.ts';
import { Tampering } from '../../services/imaging/tampering.ts';
import { Monitoring, monitorsOf } from '../../services/monitoring/monitoring.ts';
import { tellLastReboot } from '../../services/monitoring/operating-time.ts';
import type { RtspPlan } from '../../services/plan/desired-media.ts';
import { MediaEvents } from '../link/media-events.ts';
import { LogFile } from '../log/log-file.ts';
import { openDataFolder } from '../storage/data-folder.ts';
import { presentCertificate } from '../tls/open-security.ts';
import { startTrial } from '../update/start-trial.ts';
import { allSettings } from './all-settings.ts';
import { contributors } from './contributors.ts';
import { DesiredState } from './desired-state.ts';
import { ensureAdministrator, type FirstAdministrator } from './first-administrator.ts';
import { holdMotion } from './motion-holds.ts';
import { arrivals } from './network-parts.ts';
import { openParts, type Parts, type PartsOptions } from './parts.ts';
import { createRoutes, createServices } from './services.ts';
import { noteTurns } from './turns.ts';
import { startWeb, type Web } from './web.ts';

type CameraOptions = PartsOptions;

/** The machine's own name, alone and with each domain that it searches. */
function namesOf({ machine, system }: Pick<Parts, 'machine' | 'system'>): readonly string[] {
  const name = machine.hostname();
  return [name, ...system.dns().searchDomains.map((domain) => `${name}.${domain}`)];
}

/** Control process: settings, services, web server and discovery, with a media process beside it. */
export class Camera {
  readonly #parts: Parts;
  readonly #logFile: LogFile;
  readonly #desired: DesiredState;
  readonly #mediaEvents: MediaEvents;
  readonly #monitoring: Monitoring;
  #web: Web | undefined;
  #endTrial: () => void = () => undefined;
  administrator: FirstAdministrator | undefined;

  private constructor(parts: Parts, logFile: LogFile) {
    const { board, events, store, supervisor, users, hashing, realm, hardware, options, settings, identity } = parts;
    const { cameras, imaging, masks, machine, analysis } = parts;
    this.#parts = parts;
    this.#logFile = logFile;
    settings.declare(allSettings({ board, deviceId: identity.uuid }));
    tellStorageFailure(events, settings.health);
    this.#desired = new DesiredState(
      contributors({
        ...{
          store,
          users,
          hashing,
          realm,
          imaging,
          analysis,
          machine: parts.machine,
          filter: parts.filter,
          tls: parts.tls,
        },
        sources: hardware.sources,
        rtsp: () => this.#rtsp(),
      }),
    );
    const tampering = new Tampering(events, board.sources, systemClock);
    const changers = { heads: hardware.heads, dayNight: hardware.dayNight, imaging };
    const sources = board.sources.map(({ id }) => id);
    noteTurns(changers, sources, tampering);
    holdMotion(changers, sources, analysis);
    this.#mediaEvents = new MediaEvents({
      events,
      board,
      media: supervisor,
      ...(parts.ptz && { ptz: parts.ptz.statuses }),
      cameras,
      masks,
      tampering,
      motion: analysis,
      analytics: parts.analytics.engine,
      entities: () => store.entities,
      onEncoders: (working) => void this.#offer(working),
      onLogin: (attempt) => parts.records.login(attempt, 'RTSP'),
      onLine: (line) => options.lines.add(line),
      log: options.log.child({ room: 'metadata' }),
    });
    supervisor.follow(this.#mediaEvents);
    onRevoked(users, (name) => events.endSubscriptionsOf(name));
    tellClockSynchronization(events, machine);
    this.#monitoring = new Monitoring({
      ...{ events, demand: events.demand, clock: systemClock },
      monitors: monitorsOf(linuxHealthSensors()),
    });
    tellLastReboot(events, new Date(machine.now()));
  }

  /** Rejects with a message for people when a port or the settings folder cannot be had, or the board file is wrong. */
  static async start(options: CameraOptions): Promise<Camera> {
    const folder = await openDataFolder(options.run.data);
    const logFile = new LogFile({ path: folder.path, ring: options.lines, confirm: () => folder.key.confirm() });
    let camera: Camera | undefined;
    try {
      await logFile.open();
      camera = new Camera(await openParts(options, folder), logFile);
      await camera.#start();
      return camera;
    } catch (error) {
      await (camera?.stop() ?? logFile.close().then(() => folder.release()));
      throw error;
    }
  }

  get httpPort(): number {
    return this.#parts.ports.http;
  }

  get rtspPort(): number {
    return this.#parts.ports.rtsp;
  }

  get httpsPort(): number | undefined {
    return this.#parts.ports.https;
  }

  get rtspsPort(): number | undefined {
    return this.#parts.ports.rtsps;
  }

  get mediaPid(): number | undefined {
    return this.#parts.supervisor.pid;
  }

  /** Tokens of the profiles that can be played, in order. */
  get streams(): readonly string[] {
    const { entities } = this.#parts.store;
    return entities.profiles.filter((one) => streamsOf(entities, one).length > 0).map(({ token }) => token);
  }

  async stop(): Promise<void> {
    const { events, discovery, supervisor, hardware, ptz, settings, folder, analytics } = this.#parts;
    this.#monitoring.stop();
    this.#parts.expiry.stop();
    this.#endTrial();
    this.#parts.network.close();
    this.#parts.dynamicDns.close();
    this.#parts.filter.close();
    this.#mediaEvents.stop();
    ptz?.close();
    await analytics.engine.stop();
    events.close();
    await Promise.all([
      events.brokers?.stop(),
      discovery.stop(),
      this.#web?.close(),
      supervisor.stop(),
      hardware.close(),
    ]);
    await settings.settled();
    this.#parts.fleet.close();
    await this.#logFile.close();
    await folder.release();
  }

  async #start(): Promise<void> {
    const { options, users, ports, hardware, imaging, discovery, network, clock, protocols } = this.#parts;
    const { run } = options;
    this.administrator = await ensureAdministrator(users, run.admin, process.stdin.isTTY === true && !run.json);
    await Promise.all([network.start(), clock.start()]);
    if (ports.https !== undefined || ports.rtsps !== undefined) await this.#present();
    this.#mediaEvents.apply();
    const media = this.#startMedia();
    // The first answer must name the real port, also one that was chosen freely.
    if (run.rtspPort === 0 || run.rtspsPort === 0) Object.assign(ports, await media);
    const [web, rtspPorts] = await Promise.all([this.#serve(), media]);
    this.#web = web;
    Object.assign(ports, ports.rtspOff ? { rtsps: rtspPorts.rtsps } : rtspPorts);
    const applyRtsp = async (): Promise<void> => {
      await this.#parts.supervisor.applyPorts(this.#desired.get());
    };
    protocols.attach({ web: web.listeners, applyRtsp });
    this.#desired.onChange(() => this.#apply());
    hardware.sources.onChange(() => {
      for (const source of hardware.sources.sources()) this.#parts.supervisor.applySource(source);
    });
    // Masks do not wait for encoders that start.
    for (const { plan } of this.#parts.store.features) plan?.onChange(() => this.#applySources());
    // A moving focus changes settings many times a second: cameras are sent alone.
    imaging.onChange(() => this.#applySources());
    this.#apply();
    this.#parts.ptz?.start();
    this.#parts.analytics.start();
    this.#monitoring.start();
    this.#parts.expiry.start();
    this.#parts.events.brokers?.start();
    this.#parts.dynamicDns.start();
    await discovery.start();
    this.#endTrial = startTrial(this.#parts);
  }

  #applySources(): void {
    for (const source of this.#desired.get().media.sources) this.#parts.supervisor.applySource(source);
  }

  /** Metadata streams are told of the new settings before the media process is. */
  #apply(): void {
    this.#mediaEvents.apply();
    this.#parts.supervisor.apply(this.#desired.get());
  }

  async #offer(working: readonly VideoEncoderCapabilities[]): Promise<void> {
    const log = this.#parts.options.log.child({ room: 'media' });
    await offerEncoders(this.#parts.store, working, log).catch((error: unknown) =>
      log.error({ err: error }, 'settings of video encoders cannot be changed to what works'),
    );
  }

  /** Starts the media process, on the RTSP port of the command line where the one that was set cannot be had. */
  async #startMedia(): Promise<Pick<Parts['ports'], 'rtsp' | 'rtsps'>> {
    const { options, ports, supervisor } = this.#parts;
    const { rtspPort } = options.run;
    try {
      return await supervisor.start(this.#desired.get());
    } catch (error) {
      if (ports.rtspOff || ports.rtsp === rtspPort) throw error;
      options.log.warn({ err: error, port: ports.rtsp }, 'the RTSP port that was set cannot be had');
      ports.rtsp = rtspPort;
      return supervisor.applyPorts(this.#desired.get());
    }
  }

  #rtsp(): RtspPlan {
    const { options, ports, tls } = this.#parts;
    const { address, pacing } = options.run;
    const { rtsp: port, rtspOff: off, rtsps } = ports;
    const plan = tls.current();
    return {
      addresses: address === undefined ? [] : [address],
      ...{ port, off, pacing: pacing * 1_000_000 },
      tls: rtsps === undefined || plan === undefined ? undefined : { port: rtsps, ...plan },
    };
  }

  /** Chooses the certificate of HTTPS and RTSPS. */
  async #present(): Promise<void> {
    const { options, tls } = this.#parts;
    await presentCertificate(tls, options.run, options.log.child({ room: 'security' }));
  }

  async #serve(): Promise<Web> {
    const { options, users, hashing, realm, ports, supervisor, machine, network, filter, tls } = this.#parts;
    const { run } = options;
    const web = await startWeb({
      bindings: createServices(this.#parts),
      routes: createRoutes(this.#parts),
      ...{ users, hashing, realm, records: this.#parts.records },
      names: () => namesOf(this.#parts),
      ports: ports.httpOff ? [] : [...new Set([ports.http, run.httpPort])],
      httpsPort: ports.https,
      mustHaveHttps: ports.https === run.httpsPort || ports.httpOff,
      redirects: run.httpsRedirect,
      secure: async () => {
        if (tls.current() === undefined) await this.#present();
        return () => tls.settings();
      },
      now: () => machine.now(),
      admits: (address) => filter.admits(address),
      arrived: arrivals(network, filter),
      streams: supervisor.handovers,
      address: run.address,
      log: options.log.child({ room: 'soap' }),
    });
    ports.http = web.port ?? ports.http;
    ports.https = web.httpsPort;
    return web;
  }
}
