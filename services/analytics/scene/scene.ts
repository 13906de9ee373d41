import type { PictureMeasures } from '../../../hal/ports/scene-analyser.ts';

/** Place in the picture, normalized: -1..1 from left to right and from bottom to top (Analytics, 5.1.2.2). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Rectangle in normalized coordinates: left < right, bottom < top. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Class of an object, with a name of the standard's ObjectType: Human, Vehicle, Animal, Bicycle. */
export interface ObjectClass {
  readonly type: string;
  /** 0..1. */
  readonly likelihood: number;
}

/**
 * State of an object: `moving` was found in this picture, `idle` stands still and became background, `coasting` was not found in
 * this picture and is expected back.
 */
export type ObjectState = 'moving' | 'idle' | 'coasting';

/** Object that is tracked and shown to clients. */
export interface SceneObject {
  /** ObjectId, counted up from 1; an id is not used again, also over restarts of the media process. */
  readonly id: number;
  readonly box: Box;
  /** Centre of gravity. */
  readonly centre: Point;
  /** Point by which rules find where the object is: the middle of the lower edge for Human and Animal, else of the box. */
  readonly point: Point;
  /** Point of the scene before; for an object that is new in this scene, the point where it appeared first. */
  readonly before: Point;
  readonly state: ObjectState;
  /** Classes that count, likeliest first; empty without a detector. */
  readonly classes: readonly ObjectClass[];
  /** Time of its first scene, milliseconds since 1970. */
  readonly shownSince: number;
}

/**
 * Thing that does not move: `left` was put down in the picture and nobody who could have brought it is near, `removed` is the place
 * of a part of the background that is gone (Analytics, behaviour Removed).
 */
export interface StillThing {
  /** From the same numbers as those of objects. */
  readonly id: number;
  readonly kind: 'left' | 'removed';
  readonly box: Box;
  readonly centre: Point;
  /** Time from which on it counts, as `Scene.delayTime`. */
  readonly since: number;
  /** Confidence, 0..1: how long and how clearly it was seen. */
  readonly clarity: number;
}

/** Measures of the whole picture; `likeness` is absent where the analysis does not report it. */
export interface SceneMeasures extends PictureMeasures {
  /** Correlation of the edges with those of the scene that is usual, -1..1. */
  readonly likeness?: number;
}

/** Everything that rules see of one moment. Times come from here alone: trackers and rules have no clock. */
export interface Scene {
  /** Capture time by the camera's clock, nanoseconds; never falls. */
  readonly time: bigint;
  /** The same time by the wall clock, milliseconds since 1970 with a fraction; the UtcTime of messages and frames. */
  readonly utc: number;
  /** The same time by the local wall clock: milliseconds since 1970 if that were UTC. */
  readonly local: number;
  /** Milliseconds from an arbitrary start by which delays are measured: they do not pass while the scene settles. */
  readonly delayTime: number;
  /** Whether the whole picture changes or motion is held: nothing in it is judged. */
  readonly settling: boolean;
  /** Whether the camera gives no pictures. */
  readonly lost: boolean;
  /** Whether a picture was analysed; false at a tick without one, which has no cells and moves no object. */
  readonly picture: boolean;
  readonly columns: number;
  readonly rows: number;
  /** Bits of the cells with motion by the sensitivity of the module, row by row, highest bit first. */
  readonly cells: Uint8Array;
  /** For each cell the difference that an eighth of its pixels reach (levels of 255), 0 without motion at any sensitivity. */
  readonly levels: Uint8Array;
  /** Difference from which pixels count at the module's sensitivity, levels of 255. */
  readonly threshold: number;
  readonly measures: SceneMeasures;
  /** At most 32, in the order of their ids. */
  readonly objects: readonly SceneObject[];
  readonly things: readonly StillThing[];
}
