import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import type { VideoSourceState } from '../../hal/ports/media-engine.ts';
import { patient } from '../../hal/system/patience.ts';
import { type DesiredMedia, type RtspPlan, withSource } from '../../services/plan/desired-media.ts';
import { type MediaControl, metadataDocumentLimit } from '../../services/plan/media-control.ts';
import { Handovers } from '../handover/handovers.ts';
import { openRelayFolder } from '../handover/relay-folder.ts';
import { decodeFromMedia, type FromMedia, heartbeat, type ToMedia } from './channel.ts';
import { lumaRequest, MediaRequests, snapshotRequest } from './media-requests.ts';
import { processorWait } from './processor-wait.ts';
import { createRestartPolicy } from './restart-policy.ts';
import { SilenceWatch } from './silence-watch.ts';

interface SupervisorOptions {
  readonly board: Board;
  /** Path of the data folder; no two cameras share one. */
  readonly data: string;
  readonly log: Logger;
  /** Program of the media process; tests of the supervisor give another one. */
  readonly program?: string;
}

/** Follows what the media process tells. */
interface MediaFollower {
  take(event: FromMedia): void;
  /** The process ended, and with it all sessions and receivers. */
  ended(): void;
}

const mediaProgram = fileURLToPath(new URL('../media/main.js', import.meta.url)).replace(
  /\.js$/,
  import.meta.url.endsWith('.ts') ? '.ts' : '.js',
);

/** Milliseconds to start listening before a process counts as hung, and to stop before it is killed. */
const limits = { start: patient(15_000), stop: patient(1_000) } as const;

/** Processes that end before they listen until the camera starts without streams: a broken driver must not shut out SOAP. */
const startsAwaited = 3;

/** libuv threads of the media process: state changes and file work of gstreamer-superficial must not starve each other. */
const threads = '16';

/**
 * Memory arenas of glibc's malloc. By default each thread gets its own, and an arena keeps the most that it ever held: in a soak
 * 20 of 44 MiB in nine arenas were free. With two the media process is 12 to 16 MiB smaller at the same minute.
 */
const arenas = '2';

/** V8's young generation in MiB: by default it takes 48 MiB of a small board's memory for very little garbage. */
const youngGeneration = '--max-semi-space-size=2';

/** Ports that were chosen freely are kept for the next life: the URIs that clients know must stay valid. */
function withPorts(plan: RtspPlan, { rtsp, rtsps }: RtspPorts): RtspPlan {
  const { port, tls } = plan;
  return { ...plan, port: port || rtsp, tls: tls && { ...tls, port: tls.port || (rtsps ?? 0) } };
}

/** Ports on which RTSP listens. */
interface RtspPorts {
  readonly rtsp: number;
  /** undefined while TLS is off. */
  readonly rtsps: number | undefined;
}

interface PortsWaiter {
  readonly resolve: (ports: RtspPorts) => void;
  readonly reject: (error: Error) => void;
}

/** Keeps a media process running and in the desired state. */
export class Supervisor implements MediaControl {
  readonly #options: SupervisorOptions;
  readonly #policy = createRestartPolicy();
  readonly #snapshots = new MediaRequests(snapshotRequest, (message) => this.#send(message));
  readonly #lumas = new MediaRequests(lumaRequest, (message) => this.#send(message));
  /** Connections of the web port that carry RTSP. */
  readonly handovers: Handovers;
  #follower: MediaFollower | undefined;
  #desired: DesiredMedia | undefined;
  #child: ChildProcess | undefined;
  #listening = false;
  #stopping = false;
  readonly #silence = new SilenceWatch(
    () => this.#kill(),
    () => processorWait(this.#child?.pid ?? 0),
  );
  /** Processes that ended before the first one listened. */
  #vainStarts = 0;
  #firstReady: PortsWaiter | undefined;
  /** Waits for ports that were changed. */
  #moving: PortsWaiter | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.handovers = new Handovers(
      () => this.#listening && this.#child?.connected === true,
      (message, socket, done) => this.#send(message, socket, done),
      openRelayFolder(options.data),
    );
  }

  /** Sets the follower; called once, before the start. */
  follow(follower: MediaFollower): void {
    this.#follower = follower;
  }

  /** Process id of the media process, undefined between two lives. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Starts the process; resolves with the RTSP ports once it listens, or with those it was asked for when three processes ended
   * before. Rejects when a port cannot be had.
   */
  start(desired: DesiredMedia): Promise<RtspPorts> {
    this.#desired = desired;
    this.#spawn();
    return new Promise((resolve, reject) => {
      this.#firstReady = { resolve, reject };
    });
  }

  /** Sends the whole desired state, now and to every process to come. */
  apply(desired: DesiredMedia): void {
    this.#desired = desired;
    this.#send({ kind: 'desired', desired });
  }

  /** As `apply`, where the RTSP ports change: resolves with the new ones, rejects when one cannot be had. */
  applyPorts(desired: DesiredMedia): Promise<RtspPorts> {
    const moved = new Promise<RtspPorts>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the media process does not answer')), limits.start).unref();
      const end = (): void => {
        clearTimeout(late);
        this.#moving = undefined;
      };
      this.#moving = {
        resolve: (ports) => {
          end();
          resolve(ports);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
    });
    this.apply(desired);
    return moved;
  }

  /** Sends the state of one camera alone; later processes get it with the desired state. */
  applySource(state: VideoSourceState): void {
    if (this.#desired === undefined) return;
    this.#desired = withSource(this.#desired, state);
    this.#send({ kind: 'source', state });
  }

  /** Tells the motion analysis of a source that its whole picture changes for a time. */
  hold(source: string, milliseconds: number): void {
    this.#send({ kind: 'hold', source, milliseconds });
  }

  snapshot(encoderToken: string): Promise<Buffer> {
    return this.#snapshots.ask(encoderToken);
  }

  /** Mean luma of a source's newest picture, 0..1. Rejects as `snapshot` does. */
  luma(source: string): Promise<number> {
    return this.#lumas.ask(source);
  }

  requestKeyFrame(encoderToken: string): void {
    this.#send({ kind: 'key-frame', encoder: encoderToken });
  }

  sendMetadata(metadataToken: string, document: Uint8Array): void {
    if (document.length > metadataDocumentLimit)
      this.#options.log.warn({ metadata: metadataToken, bytes: document.length }, 'a metadata document is too long');
    else this.#send({ kind: 'metadata', metadata: metadataToken, document });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#silence.stop();
    this.#failRequests('the camera stops');
    this.handovers.close();
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    this.#send({ kind: 'stop' });
    const kill = setTimeout(() => child.kill('SIGKILL'), limits.stop);
    await ended;
    clearTimeout(kill);
  }

  #spawn(): void {
    const { board, log, program = mediaProgram } = this.#options;
    const child = fork(program, [JSON.stringify(board), this.handovers.relayPath], {
      execArgv: [...process.execArgv, youngGeneration, '--expose-gc'],
      serialization: 'advanced',
      env: { MALLOC_ARENA_MAX: arenas, ...process.env, UV_THREADPOOL_SIZE: threads },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    this.#listening = false;
    this.#silence.begin(limits.start);
    child.on('message', (message) => this.#take(child, message));
    child.on('error', (error) => log.error({ err: error }, 'the media process has an error'));
    child.once('exit', (code, signal) => this.#ended(child, code, signal));
    if (this.#desired !== undefined) this.#send({ kind: 'desired', desired: this.#desired });
  }

  #send(message: ToMedia, socket?: Socket, done: (error: Error | null) => void = () => undefined): boolean {
    const child = this.#child;
    if (child?.connected !== true) return false;
    child.send(message, socket, done);
    return true;
  }

  #take(child: ChildProcess, message: unknown): void {
    const event = decodeFromMedia(message);
    if (event === undefined || child !== this.#child) return;
    // Until it listens, the process has the time of a start.
    const limit = event.kind === 'heartbeat' && this.#listening ? event.next + heartbeat.late : undefined;
    this.#silence.heard(limit);
    if (event.kind === 'ready') this.#ready({ rtsp: event.rtspPort, rtsps: event.rtspsPort });
    if (event.kind === 'refused') this.#refused(event.reason);
    this.#snapshots.settle(event);
    this.#lumas.settle(event);
    this.#follower?.take(event);
    if (event.kind === 'motion') this.#send({ kind: 'motion-taken', source: event.source });
  }

  #refused(reason: string): void {
    this.#moving?.reject(new Error(reason));
    if (this.#firstReady === undefined) this.#options.log.error({ reason }, 'RTSP listens where it did before');
    else this.#firstReady.reject(new Error(reason));
  }

  #ready(ports: RtspPorts): void {
    this.#listening = true;
    this.#silence.begin(heartbeat.idle + heartbeat.late);
    const desired = this.#desired;
    if (desired !== undefined) this.#desired = { ...desired, rtsp: withPorts(desired.rtsp, ports) };
    this.#firstReady?.resolve(ports);
    this.#moving?.resolve(ports);
    this.#firstReady = undefined;
  }

  #ended(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (child !== this.#child || this.#stopping) return;
    this.#child = undefined;
    this.#silence.stop();
    this.#listening = false;
    this.#failRequests('the media process ended');
    this.handovers.ended();
    this.#follower?.ended();
    const delay = this.#policy.delay();
    this.#options.log.error({ code, signal, delay }, 'the media process ended and is started again');
    if (this.#firstReady !== undefined) this.#startedInVain();
    setTimeout(() => {
      if (!this.#stopping) this.#spawn();
    }, delay).unref();
  }

  #startedInVain(): void {
    this.#vainStarts += 1;
    const { rtsp } = this.#desired ?? {};
    if (this.#vainStarts < startsAwaited || rtsp === undefined) return;
    this.#options.log.error('the media process does not start: the camera serves without streams and keeps trying');
    this.#firstReady?.resolve({ rtsp: rtsp.port, rtsps: rtsp.tls?.port });
    this.#firstReady = undefined;
  }

  #failRequests(reason: string): void {
    this.#snapshots.fail(reason);
    this.#lumas.fail(reason);
  }

  #kill(): void {
    this.#options.log.error({ pid: this.#child?.pid }, 'the media process does not answer and is killed');
    this.#child?.kill('SIGKILL');
  }
}
