import type { EventSource, LocalSubscription } from '../events/event-hub.ts';
import type { PTZStatus } from '../generated/tt.ts';
import { Backlog } from './backlog.ts';
import { metadataDocument } from './document.ts';
import type { MetadataSettings } from './metadata-settings.ts';
import type { AnalyticsSource, PtzStatusSource, SceneSubscription } from './sources.ts';
import { restoreFilter } from './stored-filter.ts';

/** Milliseconds between documents: no more than twenty a second, and one within each second (STR-72). */
export const pace = { shortest: 50, longest: 900 } as const;

/** Calls `action` after so many milliseconds; returns what calls it off. */
export type Timer = (milliseconds: number, action: () => void) => () => void;

export interface MetadataSources {
  readonly events: EventSource;
  readonly ptz?: PtzStatusSource;
  readonly analytics?: AnalyticsSource;
}

export interface MetadataStreamOptions {
  readonly settings: MetadataSettings;
  readonly sources: MetadataSources;
  readonly send: (document: Uint8Array) => void;
  /** A document could not be written; the next one is tried in time. */
  readonly onError: (error: unknown) => void;
  readonly after: Timer;
}

/** Lives while somebody watches one metadata configuration's stream, and writes its documents. */
export class MetadataStream {
  readonly #options: MetadataStreamOptions;
  readonly #backlog = new Backlog();
  readonly #events: LocalSubscription | undefined;
  readonly #scenes: SceneSubscription | undefined;
  readonly #unwatchPtz: (() => void) | undefined;
  /** Something waits to be told; else the next document is a sign of life. */
  #waiting = false;
  #synchronize = false;
  /** PTZ as it was told last, without its time. */
  #toldPtz = '';
  /** A document is about to be written, or was just now. */
  #busy = false;
  #callOff: (() => void) | undefined;

  /** Begins with a synchronization point. Throws for a stored filter that no longer means anything. */
  constructor(options: MetadataStreamOptions) {
    const { settings, sources } = options;
    this.#options = options;
    if (settings.events !== undefined)
      this.#events = sources.events.subscribe(restoreFilter(settings.events), (event) => {
        this.#backlog.addEvents(event);
        this.#wake();
      });
    if (settings.analytics)
      this.#scenes = sources.analytics?.subscribe(settings.token, (frame) => {
        this.#backlog.addFrame(frame);
        this.#wake();
      });
    if (settings.ptz !== undefined)
      this.#unwatchPtz = sources.ptz?.onChange(() => {
        if (withoutTime(this.#statuses()) !== this.#toldPtz) this.#wake();
      });
    this.synchronize();
  }

  /** The next document repeats every property, PTZ and the scene (STR-56). */
  synchronize(): void {
    this.#synchronize = true;
    this.#wake();
  }

  stop(): void {
    this.#callOff?.();
    this.#events?.close();
    this.#scenes?.close();
    this.#unwatchPtz?.();
  }

  /** What happens together is told together, and never sooner than `shortest` after the document before. */
  #wake(): void {
    this.#waiting = true;
    if (this.#busy) return;
    this.#busy = true;
    this.#arm(0, () => this.#write());
  }

  #arm(milliseconds: number, action: () => void): void {
    this.#callOff?.();
    this.#callOff = this.#options.after(milliseconds, action);
  }

  #write(): void {
    if (this.#synchronize) this.#repeatAll();
    const { events, frames } = this.#backlog.take();
    const statuses = this.#statuses();
    const present = withoutTime(statuses);
    // A sign of life repeats PTZ, for receivers that lost a packet.
    const ptz = this.#synchronize || !this.#waiting || present !== this.#toldPtz ? statuses : [];
    this.#toldPtz = present;
    this.#synchronize = false;
    this.#waiting = !this.#backlog.empty;
    this.#busy = true;
    this.#arm(pace.shortest, () => this.#rest());
    try {
      this.#options.send(metadataDocument({ frames, ptz, events: events.map(({ holder }) => holder) }));
    } catch (error) {
      this.#options.onError(error);
    }
  }

  #rest(): void {
    if (this.#waiting) {
      this.#write();
      return;
    }
    this.#busy = false;
    this.#arm(pace.longest - pace.shortest, () => this.#write());
  }

  #repeatAll(): void {
    this.#backlog.addEvents(...(this.#events?.properties() ?? []));
    const scene = this.#scenes?.scene();
    if (scene !== undefined) this.#backlog.addFrame(scene);
  }

  /** PTZ reduced to what the configuration asks for (STR-75). */
  #statuses(): readonly PTZStatus[] {
    const { ptz, token } = this.#options.settings;
    if (ptz === undefined || !(ptz.status || ptz.position)) return [];
    return (this.#options.sources.ptz?.statuses(token) ?? []).map((one) => ({
      ...(ptz.position && one.Position !== undefined ? { Position: one.Position } : {}),
      ...(ptz.status && one.MoveStatus !== undefined ? { MoveStatus: one.MoveStatus } : {}),
      ...(ptz.status && one.Error !== undefined ? { Error: one.Error } : {}),
      UtcTime: one.UtcTime,
    }));
  }
}

function withoutTime(statuses: readonly PTZStatus[]): string {
  return JSON.stringify(statuses.map(({ UtcTime: _, ...rest }) => rest));
}
