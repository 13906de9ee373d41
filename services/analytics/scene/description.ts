import type { Frame, Object as FrameObject } from '../../generated/tt.ts';
import { cellFrame, frameObject, frameThing, frameTime } from './frames.ts';
import type { Scene } from './scene.ts';

/** Names of the modules whose frames a receiver wants; undefined for a module that it does not. */
interface DescribedModules {
  readonly motion: string | undefined;
  readonly tracker: string | undefined;
}

/** Milliseconds between frames of one module, a little less than a tenth of a second for unsteady cameras. */
const shortest = 90;
/** Milliseconds after which an empty frame shows that the engine works. */
const alive = 1000;

/** Frames of one module for one receiver: only while there is something, then an empty one, then one each second (5.1.3). */
class ModuleFrames {
  #sentAt = Number.NEGATIVE_INFINITY;
  #wasEmpty = false;

  /** Whether a frame of a scene is to be sent. */
  wants({ utc, lost }: Scene, empty: boolean): boolean {
    // A clock that was set back begins anew.
    const passed = utc < this.#sentAt ? alive : utc - this.#sentAt;
    const due = empty && this.#wasEmpty ? passed >= alive : lost || passed >= shortest;
    if (!due) return false;
    this.#sentAt = utc;
    this.#wasEmpty = empty;
    return true;
  }
}

/** Scene description for one receiver: what of each scene it is told. */
export class Description {
  readonly #modules: DescribedModules;
  readonly #motion = new ModuleFrames();
  readonly #tracker = new ModuleFrames();
  /** Idle objects and still things that the receiver knows. */
  #known: ReadonlySet<number> = new Set();

  constructor(modules: DescribedModules) {
    this.#modules = modules;
  }

  /** Frames of a scene. Idle objects are told once, and again when they changed (5.1.3.1). */
  next(scene: Scene): readonly Frame[] {
    if (!scene.picture && !scene.lost) return [];
    const { motion, tracker } = this.#modules;
    const frames: Frame[] = [];
    if (
      motion !== undefined &&
      this.#motion.wants(
        scene,
        scene.cells.every((byte) => byte === 0),
      )
    )
      frames.push(cellFrame(scene, motion));
    if (tracker === undefined) return frames;
    const objects = this.#objects(scene, this.#known);
    if (!this.#tracker.wants(scene, objects.length === 0)) return frames;
    this.#known = stillIds(scene);
    return [...frames, objectFrame(scene, tracker, objects)];
  }

  /** The whole scene, idle objects as well, for a synchronization point. */
  whole(scene: Scene): readonly Frame[] {
    const { motion, tracker } = this.#modules;
    this.#known = stillIds(scene);
    return [
      ...(motion === undefined ? [] : [cellFrame(scene, motion)]),
      ...(tracker === undefined ? [] : [objectFrame(scene, tracker, this.#objects(scene, new Set()))]),
    ];
  }

  #objects({ objects, things }: Scene, known: ReadonlySet<number>): readonly FrameObject[] {
    return [
      ...objects.filter(({ id, state }) => state !== 'idle' || !known.has(id)).map(frameObject),
      ...things.filter(({ id }) => !known.has(id)).map(frameThing),
    ];
  }
}

function stillIds({ objects, things }: Scene): ReadonlySet<number> {
  return new Set([...objects.filter(({ state }) => state === 'idle'), ...things].map(({ id }) => id));
}

function objectFrame(scene: Scene, module: string, objects: readonly FrameObject[]): Frame {
  return { UtcTime: frameTime(scene), Source: module, ...(objects.length === 0 ? {} : { Object: objects }) };
}
