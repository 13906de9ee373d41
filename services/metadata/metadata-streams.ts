import type { Logger } from 'pino';
import type { MetadataDemand } from '../plan/media-control.ts';
import type { MetadataSettings } from './metadata-settings.ts';
import { type MetadataSources, MetadataStream, type Timer } from './metadata-stream.ts';

export interface MetadataStreamsOptions extends MetadataSources {
  /** Where complete documents go: `MediaControl.sendMetadata`. */
  readonly send: (token: string, document: Uint8Array) => void;
  readonly log: Logger;
  readonly after?: Timer;
}

const afterTimeout: Timer = (milliseconds, action) => {
  const timer = setTimeout(action, milliseconds).unref();
  return () => clearTimeout(timer);
};

interface Watched {
  readonly settings: MetadataSettings;
  readonly stream: MetadataStream;
}

/** Writes documents for all metadata configurations that somebody watches; nothing is built for the others. */
export class MetadataStreams implements Disposable {
  readonly #options: MetadataStreamsOptions;
  #settings: ReadonlyMap<string, MetadataSettings> = new Map();
  /** Watched configurations; as many as there are settings. */
  readonly #watched = new Map<string, Watched>();

  constructor(options: MetadataStreamsOptions) {
    this.#options = options;
  }

  /** The configurations as they are now; a watched one that changed goes on under its new settings at once. */
  apply(settings: readonly MetadataSettings[]): void {
    this.#settings = new Map(settings.map((one) => [one.token, one]));
    for (const [token, watched] of [...this.#watched]) {
      const next = this.#settings.get(token);
      if (JSON.stringify(next) === JSON.stringify(watched.settings)) continue;
      this.#end(token);
      if (next !== undefined) this.#begin(next);
    }
  }

  /** What the media process tells of a stream; one that is not known (any more) is nobody's. */
  take(demand: MetadataDemand): void {
    const { token } = demand;
    // A stream that begins tells all by itself.
    if (demand.kind === 'wanted') this.#watched.get(token)?.stream.synchronize();
    else if (!demand.watched) this.#end(token);
    else {
      const settings = this.#settings.get(token);
      if (settings !== undefined && !this.#watched.has(token)) this.#begin(settings);
    }
  }

  /** The media process ended, and all receivers with it. */
  reset(): void {
    for (const token of [...this.#watched.keys()]) this.#end(token);
  }

  [Symbol.dispose](): void {
    this.reset();
  }

  #begin(settings: MetadataSettings): void {
    const { log } = this.#options;
    const { token } = settings;
    let stream: MetadataStream;
    try {
      stream = this.#open(settings);
    } catch (error) {
      // A filter of an older firmware may name topics that are gone: it lets nothing through, and all else goes on.
      log.error({ err: error, metadata: token }, 'the stored event filter cannot be used');
      stream = this.#open({ ...settings, events: undefined });
    }
    this.#watched.set(token, { settings, stream });
  }

  #open(settings: MetadataSettings): MetadataStream {
    const { send, after = afterTimeout, log } = this.#options;
    const { token } = settings;
    return new MetadataStream({
      settings,
      sources: this.#options,
      send: (document) => send(token, document),
      onError: (error) => log.error({ err: error, metadata: token }, 'a metadata document could not be written'),
      after,
    });
  }

  #end(token: string): void {
    this.#watched.get(token)?.stream.stop();
    this.#watched.delete(token);
  }
}
