import type { CameraElement } from '../../camera/element.ts';
import { addon, type ElementProperty } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';

/** The element named `camera` of the pipeline that plays into a channel, or did so last. */
export class PipelineCameraElement implements CameraElement {
  readonly #channel: string;
  readonly #factory: string;

  /** @param factory the element's kind, e.g. `libcamerasrc` */
  constructor(channel: string, factory: string) {
    this.#channel = channel;
    this.#factory = factory;
  }

  describe(): readonly ElementProperty[] {
    return addon.describeElement(this.#factory) ?? [];
  }

  set(properties: Readonly<Record<string, string>>): void {
    for (const [property, text] of Object.entries(properties)) {
      const taken = addon.setElementProperty(this.#channel, 'camera', property, text);
      // Where it cannot be read either there is no pipeline: what was set is set again when one plays.
      if (!taken && this.get(property) !== undefined)
        throw new HalError('unsupported', `${this.#factory} does not take ${property}=${text}`);
    }
  }

  get(property: string): string | undefined {
    return addon.elementProperty(this.#channel, 'camera', property);
  }
}
