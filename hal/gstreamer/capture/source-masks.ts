import { addon } from '../../native/addon.ts';
import type { CameraPose, VideoSourceState } from '../../ports/media-engine.ts';

/** The pose as hal/native reads it. */
function poseText({ known, moving, projection, pan, tilt, fieldOfView, aspect }: CameraPose): string {
  const ranges = [pan, tilt, fieldOfView].map(({ min, max }) => `(${min.toExponential()}, ${max.toExponential()})`);
  return `(${known}, ${moving}, ${projection === 'flat'}, ${ranges.join(', ')}, ${aspect.toExponential()})`;
}

/** Privacy masks and poses of the sources that the native part has. A source that it does not know publishes no picture. */
export class SourceMasks {
  readonly #masks = new Map<string, string>();
  readonly #poses = new Map<string, CameraPose>();

  /** Puts the masks of a source in force. Returns whether they are others than before. */
  apply({ id, masks, pose }: VideoSourceState): boolean {
    if (pose !== undefined && pose !== this.#poses.get(id)) addon.setPose(id, poseText(pose));
    if (pose === undefined) {
      if (this.#poses.delete(id)) addon.setPose(id);
    } else this.#poses.set(id, pose);
    if (this.#masks.get(id) === masks) return false;
    if (masks === '') addon.setMasks(id);
    else addon.setMasks(id, masks);
    this.#masks.set(id, masks);
    return true;
  }

  /** Forgets a source: nothing is published on its channel from now on. */
  forget(id: string): void {
    addon.setPose(id);
    addon.setMasks(id);
    this.#masks.delete(id);
    this.#poses.delete(id);
  }
}
