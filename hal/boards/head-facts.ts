import type { AxisFacts } from '../ports/motor-axis.ts';
import type { HeadAxis, HeadAxisFacts, HeadFacts, HeadOptics } from '../ports/ptz-head.ts';
import type { Board } from './board.ts';
import { digitalMotors } from './digital-motors.ts';
import type { HeadFact, OpticsFact } from './facts/head.ts';
import { type AxisFact, movesToPositions } from './facts/motion.ts';

export const headAxes: readonly HeadAxis[] = ['pan', 'tilt', 'zoom'];

/** Axes of a head by their direction. */
export type HeadMotors = { readonly [Axis in HeadAxis]?: AxisFact };

/** Pan, tilt and zoom axes of a head: those that it names, else the first of each kind; a digital head has its own. */
export function motorsOf(board: Board, fact: HeadFact): HeadMotors {
  const { optics } = headFacts(board, fact);
  if (fact.digital !== undefined) return optics === undefined ? {} : digitalMotors(fact.id, optics);
  const { axes = [] } = board;
  const { axes: named } = fact;
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

/** Optics of a window: the field of view of the whole picture, as told or a usual one, and the most it magnifies. */
function digitalOptics({ digital, optics }: HeadFact): OpticsFact {
  const { horizontalFieldOfView = 60 } = optics ?? {};
  return { horizontalFieldOfView, projection: 'flat', magnification: digital?.magnification ?? 1 };
}

function headOptics(
  { magnification = 1, projection = 'lens', ...rest }: OpticsFact,
  picture: { readonly width: number; readonly height: number },
): HeadOptics {
  return { ...rest, magnification, projection, aspect: picture.width / picture.height };
}

/** Heads that the board names, else one made of its pan, tilt and zoom axes; none without such axes. */
export function headsOf(board: Board): readonly HeadFact[] {
  return (board.heads ?? [{ id: 'PTZ1' }]).filter((fact) => Object.keys(motorsOf(board, fact)).length > 0);
}

/** Facts of the heads of a board, before their axes are open. */
export function headFactsOf(board: Board): readonly HeadFacts[] {
  return headsOf(board).map((fact) => {
    const motors = Object.entries(motorsOf(board, fact));
    const axes = Object.fromEntries(motors.map(([axis, motor]) => [axis, headAxisFacts(motor, undefined)]));
    return { ...headFacts(board, fact), axes, digital: fact.digital !== undefined };
  });
}

/** Facts of a head but for its axes. */
export function headFacts(board: Board, fact: HeadFact): Omit<HeadFacts, 'axes' | 'digital'> {
  const sources = fact.sources ?? board.sources.map(({ id }) => id);
  const picture = board.sources.find(({ id }) => id === sources[0]);
  const told = fact.digital === undefined ? fact.optics : digitalOptics(fact);
  const optics = told && picture && headOptics(told, picture);
  return {
    id: fact.id,
    sources,
    startup: fact.startup ?? 'stay',
    ...(optics && { optics }),
  };
}
