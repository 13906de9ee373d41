import type { Board } from '../boards/board.ts';
import type { HeadFact, OpticsFact } from '../boards/facts/head.ts';
import { type AxisFact, movesToPositions } from '../boards/facts/motion.ts';
import type { AxisFacts } from '../ports/motor-axis.ts';
import type { HeadAxis, HeadAxisFacts, HeadFacts, HeadOptics } from '../ports/ptz-head.ts';

export const headAxes: readonly HeadAxis[] = ['pan', 'tilt', 'zoom'];

/** Axes of a head by their direction. */
export type HeadMotors = { readonly [Axis in HeadAxis]?: AxisFact };

/** Pan, tilt and zoom axes of a head: those that it names, else the first of each kind. */
export function motorsOf({ axes = [] }: Board, { axes: named }: HeadFact): HeadMotors {
  const own = axes.filter(({ id }) => named?.includes(id) ?? true);
  const found = headAxes.flatMap((axis) => {
    const fact = own.find((one) => one.axis === axis);
    return fact === undefined ? [] : [[axis, fact] as const];
  });
  return Object.fromEntries(found);
}

/** Steps of an axis that was not opened yet. */
const usualSteps = 10_000;

/** Facts of an axis: its own once it is open, before that those of the board. */
export function headAxisFacts(fact: AxisFact, open: AxisFacts | undefined): HeadAxisFacts {
  const { min, max, maxSpeed } = fact;
  const { resolution = (max - min) / usualSteps, endless = false } = open ?? {};
  return { min, max, maxSpeed, resolution, absolute: movesToPositions(fact), endless };
}

function headOptics(
  { magnification = 1, projection = 'lens', ...rest }: OpticsFact,
  picture: { readonly width: number; readonly height: number },
): HeadOptics {
  return { ...rest, magnification, projection, aspect: picture.width / picture.height };
}

/** Facts of a head but for its axes. */
export function headFacts(board: Board, fact: HeadFact): Omit<HeadFacts, 'axes' | 'digital'> {
  const sources = fact.sources ?? board.sources.map(({ id }) => id);
  const picture = board.sources.find(({ id }) => id === sources[0]);
  const optics = fact.optics && picture && headOptics(fact.optics, picture);
  return {
    id: fact.id,
    sources,
    startup: fact.startup ?? 'stay',
    ...(optics && { optics }),
  };
}
