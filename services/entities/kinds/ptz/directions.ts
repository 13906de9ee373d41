import type { Board } from '../../../../hal/boards/board.ts';
import type { SourceGeometry } from '../../../../hal/ports/media-engine.ts';
import type { HeadAxisFacts, HeadFacts, HeadPosition } from '../../../../hal/ports/ptz-head.ts';
import { presentMembers } from '../../../schema/present-members.ts';
import { geometryOf } from '../video-source/geometry.ts';

/**
 * Directions in which clients see a head (PTZ-11). Swapped: the first coordinate of clients, along the picture's width, belongs to the
 * tilt axis, and the second to pan.
 */
export interface Directions {
  readonly swapped: boolean;
  /** Sign of each axis of the head against the coordinate that it gets. */
  readonly pan: 1 | -1;
  readonly tilt: 1 | -1;
}

export const straight: Directions = { swapped: false, pan: 1, tilt: 1 };

/** Directions by the clockwise turn of the picture. */
const turns: Readonly<Record<SourceGeometry['rotate'], Directions>> = {
  0: straight,
  90: { swapped: true, pan: -1, tilt: 1 },
  180: { swapped: false, pan: -1, tilt: -1 },
  270: { swapped: true, pan: 1, tilt: -1 },
};

function opposite(sign: 1 | -1): 1 | -1 {
  return sign === 1 ? -1 : 1;
}

/** Directions with both coordinates the other way round. */
export function reversed({ swapped, pan, tilt }: Directions): Directions {
  return { swapped, pan: opposite(pan), tilt: opposite(tilt) };
}

/** Picture of a head as clients see it. */
export interface HeadPicture {
  readonly directions: Directions;
  /** Width and height of the cut picture as shares of those of the sensor. */
  readonly share: { readonly width: number; readonly height: number };
}

const asCaptured: HeadPicture = { directions: straight, share: { width: 1, height: 1 } };

interface SourceEntity {
  readonly source: string;
  readonly geometry?: SourceGeometry;
}

/** Picture of the first source that a head moves, by its video source configuration. */
export function pictureOf(
  { sources, digital }: HeadFacts,
  board: Board,
  entities: readonly SourceEntity[],
): HeadPicture {
  const entity = entities.find(({ source }) => sources.includes(source));
  const fact = board.sources.find(({ id }) => id === entity?.source);
  // The window of a digital head moves over the picture that was cut and turned already.
  if (entity === undefined || fact === undefined || digital) return asCaptured;
  const { rotate, mirror, bounds } = geometryOf(fact, entity);
  const { swapped, pan, tilt } = turns[rotate];
  // The picture is mirrored after its turn: its width is the way of the tilt axis when they are swapped.
  const isPan = !swapped;
  return {
    directions: { swapped, pan: mirror && isPan ? opposite(pan) : pan, tilt: mirror && !isPan ? opposite(tilt) : tilt },
    share: { width: bounds.width / fact.width, height: bounds.height / fact.height },
  };
}

/** Axis of the head that a coordinate of clients belongs to, with its sign. */
export function axisBehind(
  { swapped, pan, tilt }: Directions,
  coordinate: 'pan' | 'tilt',
): { readonly axis: 'pan' | 'tilt'; readonly sign: 1 | -1 } {
  const axis = (coordinate === 'pan') === swapped ? 'tilt' : 'pan';
  return { axis, sign: axis === 'pan' ? pan : tilt };
}

function seen({ axes }: HeadFacts, directions: Directions, coordinate: 'pan' | 'tilt'): HeadAxisFacts | undefined {
  const { axis, sign } = axisBehind(directions, coordinate);
  const facts = axes[axis];
  return facts === undefined || sign === 1 ? facts : { ...facts, min: -facts.max, max: -facts.min };
}

/** Facts of a head in the directions that clients see. */
export function seenFacts(facts: HeadFacts, directions: Directions): HeadFacts {
  const [pan, tilt] = [seen(facts, directions, 'pan'), seen(facts, directions, 'tilt')];
  return { ...facts, axes: presentMembers({ pan, tilt, zoom: facts.axes.zoom }) };
}

function signed(value: number | undefined, sign: 1 | -1): number | undefined {
  return value === undefined || value === 0 ? value : value * sign;
}

/** Position, velocity or way of the head as clients see it. */
export function toClient({ pan, tilt, zoom }: HeadPosition, directions: Directions): HeadPosition {
  const own = { pan: signed(pan, directions.pan), tilt: signed(tilt, directions.tilt) };
  return presentMembers(directions.swapped ? { pan: own.tilt, tilt: own.pan, zoom } : { ...own, zoom });
}

/** Position, velocity or way of clients for the head. */
export function fromClient({ pan, tilt, zoom }: HeadPosition, directions: Directions): HeadPosition {
  const [x, y] = directions.swapped ? [tilt, pan] : [pan, tilt];
  return presentMembers({ pan: signed(x, directions.pan), tilt: signed(y, directions.tilt), zoom });
}
