import type { CameraElement } from '../../camera/element.ts';
import { addon, type ElementProperty } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';

/** Element named `camera` in the present or last pipeline of a channel. */
export class PipelineCameraElement implements CameraElement {
  readonly #channel: string;
  readonly #factory: string;

  /** @param factory kind of the element, e.g. `libcamerasrc` */
  constructor(channel: string, factory: string) {
    this.#channel = channel;
    this.#factory = factory;
  }

  describe(): readonly ElementProperty[] {
    return addon.describeElement(this.#factory) ?? [];
  }

  set(properties: Readonly<Record<string, string>>): void {
    for (const [property, text] of Object.entries(properties)) {
      const accepted = addon.setElementProperty(this.#channel, 'camera', property, text);
      // An unreadable property means that no pipeline exists; the values are set again when one starts.
      if (!accepted && this.get(property) !== undefined)
        throw new HalError('unsupported', `${this.#factory} does not accept ${property}=${text}`);
    }
  }

  get(property: string): string | undefined {
    return addon.elementProperty(this.#channel, 'camera', property);
  }
}
