import type { Frame, Object as FrameObject, Transformation } from '../../generated/tt.ts';
import { packBits } from './pack-bits.ts';
import type { Box, Point, Scene, SceneObject, StillThing } from './scene.ts';

/** Capture time as frames and messages tell it, in whole milliseconds. */
export const frameTime = ({ utc }: Pick<Scene, 'utc'>): Date => new Date(Math.round(utc));

/** From the upper left corner of the first cell: x to the right, y down, a cell is 1 (tt:CellLayout). */
export function cellTransformation({ columns, rows }: Pick<Scene, 'columns' | 'rows'>): Transformation {
  return { Translate: { x: -1, y: 1 }, Scale: { x: 2 / columns, y: -2 / rows } };
}

/** Frame of the cell motion engine: cells with motion, by the module's sensitivity (ANA-10, ANA-43). */
export function cellFrame(scene: Scene, module: string): Frame {
  const { columns, rows, cells } = scene;
  return {
    UtcTime: frameTime(scene),
    Source: module,
    Transformation: cellTransformation(scene),
    Extension: { MotionInCells: { Columns: columns, Rows: rows, Cells: packBits(cells) } },
  };
}

/** Digits of coordinates: a 2000th of a pixel of 4K. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

function shapeOf({ left, top, right, bottom }: Box, { x, y }: Point): NonNullable<FrameObject['Appearance']> {
  return {
    Shape: {
      BoundingBox: { left: rounded(left), top: rounded(top), right: rounded(right), bottom: rounded(bottom) },
      CenterOfGravity: { x: rounded(x), y: rounded(y) },
    },
  };
}

/** An object of a frame; one that is not seen has no Shape, one that stands still is Idle (ANA-04 to ANA-08). */
export function frameObject({ id, state, box, centre, classes }: SceneObject): FrameObject {
  const Type = classes.map(({ type, likelihood }) => ({ value: type, Likelihood: rounded(likelihood) }));
  const appearance = {
    ...(state === 'coasting' ? {} : shapeOf(box, centre)),
    ...(Type.length === 0 ? {} : { Class: { Type } }),
  };
  return {
    ObjectId: id,
    ...(Object.keys(appearance).length === 0 ? {} : { Appearance: appearance }),
    ...(state === 'idle' ? { Behaviour: { Idle: {} } } : {}),
  };
}

/** A thing that was put down is an idle object; the place of one that was taken away is Removed. */
export function frameThing({ id, kind, box, centre }: StillThing): FrameObject {
  return {
    ObjectId: id,
    Appearance: shapeOf(box, centre),
    Behaviour: kind === 'left' ? { Idle: {} } : { Removed: {} },
  };
}
