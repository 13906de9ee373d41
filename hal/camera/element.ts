import type { ElementProperty } from '../native/addon.ts';

/** The GStreamer element that captures, as far as controls need it. Values are GStreamer's text of them. */
export interface CameraElement {
  /** What the installed version of the element can be set to; empty when it is not installed. */
  describe(): readonly ElementProperty[];
  /** Sets properties of the element, nothing while there was none yet. Throws HalError 'unsupported' for a value refused. */
  set(properties: Readonly<Record<string, string>>): void;
  /** undefined while there was none yet. */
  get(property: string): string | undefined;
}
