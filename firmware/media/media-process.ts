import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import { createMediaEngine } from '../../hal/gstreamer/media-engine.ts';
import { giveMemoryBack } from '../../hal/native/memory.ts';
import { HalError } from '../../hal/ports/hal-error.ts';
import type { MediaEngine, VideoSourceState } from '../../hal/ports/media-engine.ts';
import { systemClock } from '../../hal/system/clock.ts';
import { createAttemptLimiter } from '../../services/auth/attempts.ts';
import { createDigestAuthority, type DigestAuthority } from '../../services/auth/digest.ts';
import type { DigestUser } from '../../services/auth/digest-user.ts';
import { watchedAttempts } from '../../services/auth/watched-attempts.ts';
import { type Admission, admissionOf, nobodyDenied } from '../../services/plan/address-filter.ts';
import { type DesiredMedia, withSource } from '../../services/plan/desired-media.ts';
import type { HandedConnection } from '../../services/plan/handed-connection.ts';
import { changedUsers } from '../../services/rtsp/changed-users.ts';
import { RtspServer } from '../../services/rtsp/server.ts';
import { type RelayServer, startRelayServer } from '../handover/relay-server.ts';
import type { FromMedia, ToMedia } from '../link/channel.ts';
import { returnMemory } from './memory-return.ts';
import { MotionWindow } from './motion-window.ts';
import { presentationsOf, standingMulticast } from './presentations.ts';
import { type ListeningPorts, RtspListeners } from './rtsp-listeners.ts';

/** Lifetime of an RTSP nonce in ms: players keep one nonce while they play and cannot ask for another. */
const nonceLifetime = 3_600_000;

type PictureRequest = Extract<ToMedia, { readonly kind: 'snapshot' | 'luma' }>;

interface MediaProcessOptions {
  readonly board: Board;
  readonly log: Logger;
  readonly tell: (message: FromMedia) => void;
  /** Socket path on which relayed connections arrive after TLS. */
  readonly relayPath: string;
}

/** Pipelines and RTSP server, converging on the desired state. */
export class MediaProcess {
  readonly #engine: MediaEngine;
  readonly #motion: MotionWindow;
  readonly #server: RtspServer;
  readonly #listeners: RtspListeners;
  readonly #log: Logger;
  readonly #tell: (message: FromMedia) => void;
  readonly #relayPath: string;
  #relays: RelayServer | undefined;
  #desired: DesiredMedia | undefined;
  /** Newest state that waits to be applied; older ones are skipped. */
  #next: DesiredMedia | undefined;
  #authority: DigestAuthority | undefined;
  #users: readonly DigestUser[] = [];
  /** Address filter, as the newest state has it. */
  #admits: Admission = () => true;
  #presentations: ReturnType<typeof presentationsOf> = new Map();
  /** Ports as they were told last, as text; undefined before the first time. */
  #told: string | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: MediaProcessOptions) {
    this.#relayPath = options.relayPath;
    this.#log = options.log;
    this.#tell = options.tell;
    const motion = new MotionWindow(options.tell);
    this.#motion = motion;
    this.#engine = createMediaEngine({
      board: options.board,
      log: options.log,
      onEvent: (event) => {
        if (event.kind === 'motion') motion.offer(event.id, event.lost ? undefined : event.record);
        else options.tell({ kind: 'pipeline', event });
      },
    });
    const admits = (address: string): boolean => this.#admits(address);
    this.#server = new RtspServer({
      admits,
      pacing: () => this.#desired?.rtsp.pacing ?? 0,
      transports: this.#engine,
      speakers: this.#engine,
      presentation: (path) => this.#presentations.get(path),
      authority: () => (this.#users.length === 0 ? undefined : this.#authority),
      attempts: watchedAttempts(createAttemptLimiter(), (attempt) => options.tell({ kind: 'login', attempt })),
      log: options.log,
      onSession: (event) => {
        options.log.info({ session: event }, 'an RTSP session');
        options.tell({ kind: 'session', event });
      },
    });
    const { relayPath, log } = options;
    returnMemory({ clock: systemClock, resident: () => process.memoryUsage.rss(), giveBack: giveMemoryBack });
    this.#listeners = new RtspListeners({ server: this.#server, relayPath, log, admits });
  }

  get hasSessions(): boolean {
    return this.#server.sessions.length > 0;
  }

  /** Takes a connection from the web port; the socket is undefined when the client closed it on the way. */
  accept(socket: Socket | undefined, handed: HandedConnection): void {
    if (socket !== undefined) this.#server.acceptHanded(socket, handed);
  }

  take(message: ToMedia): void {
    if (message.kind === 'desired') this.#want(message.desired);
    else if (message.kind === 'source') this.#wantSource(message.state);
    else if (message.kind === 'key-frame') this.#engine.stream(message.encoder)?.requestKeyFrame();
    else if (message.kind === 'snapshot' || message.kind === 'luma') void this.#answer(message);
    else if (message.kind === 'hold') this.#engine.hold(message.source, message.milliseconds);
    else if (message.kind === 'motion-taken') this.#motion.taken(message.source);
    else if (message.kind === 'metadata') this.#engine.sendMetadata(message.metadata, message.document);
  }

  async stop(): Promise<void> {
    this.#listeners.close();
    this.#relays?.close();
    await this.#server.stop();
    await this.#engine.stop();
  }

  #want(desired: DesiredMedia): void {
    this.#setUsers(desired.users);
    this.#admits = admissionOf(desired.addressFilter ?? nobodyDenied);
    const waiting = this.#next !== undefined;
    this.#next = desired;
    if (!waiting) this.#work = this.#work.then(() => this.#converge());
  }

  /** Users change at once: a password that was changed must not wait for an encoder. */
  #setUsers(users: readonly DigestUser[]): void {
    const ended = changedUsers(this.#users, users);
    this.#users = users;
    this.#server.endUsers(ended);
  }

  /** A camera's state changes at once where the desired state is reached already, else with it. */
  #wantSource(state: VideoSourceState): void {
    if (this.#next !== undefined) this.#next = withSource(this.#next, state);
    if (this.#desired === undefined) return;
    this.#desired = withSource(this.#desired, state);
    this.#engine.applySource(state);
  }

  async #converge(): Promise<void> {
    const desired = this.#next;
    this.#next = undefined;
    if (desired === undefined) return;
    try {
      this.#desired = desired;
      this.#authority ??= createDigestAuthority({
        realm: desired.realm,
        users: () => this.#users,
        algorithms: () => this.#desired?.digestAlgorithms ?? [],
        nonceLifetime,
      });
      this.#engine.setClock(desired.wallClock);
      await this.#engine.apply(desired.media);
      this.#presentations = presentationsOf(desired, this.#engine);
      this.#server.refresh((token) => this.#isConfiguration(token));
      // Multicast groups need the served address, so listening comes first.
      await this.#listen(desired);
    } catch (error) {
      this.#log.error({ err: error }, 'the desired state cannot be reached');
    }
    this.#server.setMulticast(standingMulticast(desired, this.#engine));
  }

  #isConfiguration(token: string): boolean {
    const { audioOutputs = [] } = this.#desired?.media ?? {};
    return this.#engine.stream(token) !== undefined || audioOutputs.some(({ id }) => id === token);
  }

  /** Ports are told when they are others than before; where one cannot be had, why. */
  async #listen(desired: DesiredMedia): Promise<void> {
    this.#relays ??= await startRelayServer(this.#relayPath, (socket, handed) => this.accept(socket, handed));
    let ports: ListeningPorts;
    try {
      ports = await this.#listeners.apply(desired.rtsp);
    } catch (error) {
      this.#tell({ kind: 'refused', reason: error instanceof Error ? error.message : String(error) });
      throw error;
    }
    if (this.#told === undefined) await this.#warmUp(desired);
    const told = JSON.stringify(ports);
    if (told !== this.#told) this.#tell({ kind: 'ready', ...ports });
    this.#told = told;
  }

  /** The first client should not wait for an encoder to start; a camera without picture still has to answer. */
  async #warmUp({ media }: DesiredMedia): Promise<void> {
    const [first] = media.encoders;
    await this.#engine
      .stream(first?.id ?? '')
      ?.describe()
      .catch((error: unknown) => this.#log.error({ err: error }, 'no picture yet'));
  }

  async #answer(asked: PictureRequest): Promise<void> {
    const { request } = asked;
    try {
      this.#tell(
        asked.kind === 'snapshot'
          ? { kind: 'picture', request, picture: await this.#engine.snapshot(asked.encoder) }
          : { kind: 'luma', request, luma: await this.#engine.luma(asked.source) },
      );
    } catch (error) {
      const kind = error instanceof HalError ? error.kind : 'io';
      const reason = error instanceof Error ? error.message : 'no picture';
      this.#tell({ kind: 'no-picture', request, error: kind, reason });
    }
  }
}
