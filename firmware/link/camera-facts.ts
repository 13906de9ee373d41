import type { CameraFacts, CameraSettings } from '../../hal/ports/camera.ts';
import type { MediaEngineEvent } from '../../hal/ports/media-engine.ts';

/** What the media process last told of a camera. */
export interface KnownCamera {
  readonly facts: CameraFacts;
  readonly values: CameraSettings;
}

type Listener = (source: string, camera: KnownCamera) => void;

/** What cameras can do and what was in force at them last, by video source; one that never appeared is not known. */
export class CameraFactsBook {
  readonly #cameras = new Map<string, KnownCamera>();
  readonly #listeners = new Set<Listener>();

  get(source: string): KnownCamera | undefined {
    return this.#cameras.get(source);
  }

  /** Called for each camera that is told of; ends with the function returned. */
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

  /** The media process ended, and with it whoever saw the cameras. */
  ended(): void {
    this.#cameras.clear();
  }
}
