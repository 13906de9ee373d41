import type { Logger } from 'pino';
import type { MetadataDemand } from '../plan/media-control.ts';
import type { MetadataSettings } from './metadata-settings.ts';
import { type MetadataSources, MetadataStream, type Timer } from './metadata-stream.ts';

interface MetadataStreamsOptions extends MetadataSources {
  /** Sends a complete document: `MediaControl.sendMetadata`. */
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

/** Streams of all metadata configurations that have receivers; nothing is written for the others. */
export class MetadataStreams implements Disposable {
  readonly #options: MetadataStreamsOptions;
  #settings: ReadonlyMap<string, MetadataSettings> = new Map();
  /** Watched configurations; as many as there are settings. */
  readonly #watched = new Map<string, Watched>();

  constructor(options: MetadataStreamsOptions) {
    this.#options = options;
  }

  /** Takes the present configurations; a watched one that changed continues with its new settings at once. */
  apply(settings: readonly MetadataSettings[]): void {
    this.#settings = new Map(settings.map((one) => [one.token, one]));
    for (const [token, watched] of [...this.#watched]) {
      const next = this.#settings.get(token);
      if (JSON.stringify(next) === JSON.stringify(watched.settings)) continue;
      this.#end(token);
      if (next !== undefined) this.#begin(next);
    }
  }

  /** Takes a demand of the media process; a stream of an unknown configuration is ignored. */
  take(demand: MetadataDemand): void {
    const { token } = demand;
    // A stream that begins writes everything by itself.
    if (demand.kind === 'wanted') this.#watched.get(token)?.stream.synchronize();
    else if (!demand.watched) this.#end(token);
    else {
      const settings = this.#settings.get(token);
      if (settings !== undefined && !this.#watched.has(token)) this.#begin(settings);
    }
  }

  /** Ends all streams: the media process ended, and its receivers with it. */
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
      // A filter of an older firmware may name topics that are gone: the stream goes on without events.
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
