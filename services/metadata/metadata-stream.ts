import type { EventSource, LocalSubscription } from '../events/event-hub.ts';
import { restoreFilter } from '../events/stored-filter.ts';
import type { PTZStatus } from '../generated/tt.ts';
import { Backlog } from './backlog.ts';
import { metadataDocument } from './document.ts';
import type { MetadataSettings } from './metadata-settings.ts';
import type { AnalyticsSource, PtzStatusSource, SceneSubscription } from './sources.ts';

/** Milliseconds between documents: no more than twenty a second, and one within each second (STR-72). @internal */
export const pace = { shortest: 50, longest: 900 } as const;

/** Calls `action` after that many milliseconds; returns how to cancel it. */
export type Timer = (milliseconds: number, action: () => void) => () => void;

export interface MetadataSources {
  readonly events: EventSource;
  readonly ptz?: PtzStatusSource;
  readonly analytics?: AnalyticsSource;
}

interface MetadataStreamOptions {
  readonly settings: MetadataSettings;
  readonly sources: MetadataSources;
  readonly send: (document: Uint8Array) => void;
  /** Called when a document could not be written; the next one is written in its time. */
  readonly onError: (error: unknown) => void;
  readonly after: Timer;
}

/** Writes the documents of one metadata configuration while its stream has receivers. */
export class MetadataStream {
  readonly #options: MetadataStreamOptions;
  readonly #backlog = new Backlog();
  readonly #events: LocalSubscription | undefined;
  readonly #scenes: SceneSubscription | undefined;
  readonly #unwatchPtz: (() => void) | undefined;
  /** Events, frames or PTZ wait; else the next document only shows that the stream is alive. */
  #waiting = false;
  #synchronize = false;
  /** PTZ of the last document, without its time. */
  #toldPtz = '';
  /** A document is about to be written, or was written less than `shortest` ago. */
  #busy = false;
  #cancel: (() => void) | undefined;

  /** Begins with a synchronization point. Throws when the stored filter names topics that are gone. */
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
    this.#cancel?.();
    this.#events?.close();
    this.#scenes?.close();
    this.#unwatchPtz?.();
  }

  /** Documents gather events of the same time, and are at least `shortest` apart. */
  #wake(): void {
    this.#waiting = true;
    if (this.#busy) return;
    this.#busy = true;
    this.#arm(0, () => this.#write());
  }

  #arm(milliseconds: number, action: () => void): void {
    this.#cancel?.();
    this.#cancel = this.#options.after(milliseconds, action);
  }

  #write(): void {
    if (this.#synchronize) this.#repeatAll();
    const { events, frames } = this.#backlog.take();
    const statuses = this.#statuses();
    const present = withoutTime(statuses);
    // A document without news repeats PTZ for receivers that lost a packet.
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
    for (const frame of this.#scenes?.scene() ?? []) this.#backlog.addFrame(frame);
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
