import type { CameraElement } from '../camera/element.ts';
import { addon, type ElementProperty } from '../native/addon.ts';
import { HalError } from '../ports/hal-error.ts';

/** The element named `camera` of the pipeline that plays into a channel. */
export class PipelineCameraElement implements CameraElement {
  readonly #channel: string;
  readonly #factory: string;
  /** A pipeline that stopped may play for another camera next. */
  #playing = false;

  /** @param factory the element's kind, e.g. `libcamerasrc` */
  constructor(channel: string, factory: string) {
    this.#channel = channel;
    this.#factory = factory;
  }

  set playing(playing: boolean) {
    this.#playing = playing;
  }

  describe(): readonly ElementProperty[] {
    return addon.describeElement(this.#factory) ?? [];
  }

  set(properties: Readonly<Record<string, string>>): void {
    if (!this.#playing) return;
    for (const [property, text] of Object.entries(properties))
      if (!addon.setElementProperty(this.#channel, 'camera', property, text))
        throw new HalError('unsupported', `${this.#factory} does not take ${property}=${text}`);
  }

  get(property: string): string | undefined {
    return this.#playing ? addon.elementProperty(this.#channel, 'camera', property) : undefined;
  }
}
