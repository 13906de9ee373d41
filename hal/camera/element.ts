import type { ElementProperty } from '../native/addon.ts';

/** Capturing GStreamer element, as far as controls need it. Values are in GStreamer's text form. */
export interface CameraElement {
  /** Properties of the installed version of the element; empty when it is not installed. */
  describe(): readonly ElementProperty[];
  /** Sets properties; does nothing before the first pipeline. Throws HalError 'unsupported' for a refused value. */
  set(properties: Readonly<Record<string, string>>): void;
  /** Reads a property; undefined before the first pipeline. */
  get(property: string): string | undefined;
}
