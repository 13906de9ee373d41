import type { CameraFacts, CameraSettings } from '../../hal/ports/camera.ts';
import type { MediaEngineEvent } from '../../hal/ports/media-engine.ts';

/** Last report of the media process about a camera. */
interface KnownCamera {
  readonly facts: CameraFacts;
  readonly values: CameraSettings;
}

type Listener = (source: string, camera: KnownCamera) => void;

/** Abilities and settings of cameras by video source; a camera that never appeared is missing. */
export class CameraFactsBook {
  readonly #cameras = new Map<string, KnownCamera>();
  readonly #listeners = new Set<Listener>();

  get(source: string): KnownCamera | undefined {
    return this.#cameras.get(source);
  }

  /** The listener is called for each report; the returned function ends it. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  take(event: MediaEngineEvent): void {
    if (event.kind !== 'camera') return;
    const camera = { facts: event.facts, values: event.values };
    this.#cameras.set(event.id, camera);
    for (const listener of this.#listeners) listener(event.id, camera);
  }

  /** Forgets all reports: the media process has ended. */
  ended(): void {
    this.#cameras.clear();
  }
}
