/** Phases of the search for the end stop: towards it, away until it opens, and slowly towards it again. */
export type HomingPhase = 'seek' | 'back-off' | 'approach';

/** Homing phase as data. */
interface HomingLeg {
  /** Direction: towards the end stop, or away from it. */
  readonly towards: boolean;
  /** Reading of the switch that ends the phase. */
  readonly until: boolean;
  /** Consecutive readings that end the phase: a bouncing switch ends none. */
  readonly readings: number;
  /** Share of the top speed. */
  readonly speed: number;
  readonly next: HomingPhase | 'found';
}

export const homingLegs: Readonly<Record<HomingPhase, HomingLeg>> = {
  seek: { towards: true, until: true, readings: 1, speed: 0.5, next: 'back-off' },
  'back-off': { towards: false, until: false, readings: 8, speed: 0.25, next: 'approach' },
  approach: { towards: true, until: true, readings: 1, speed: 0.1, next: 'found' },
};

/** First phase: a switch that is active already need not be sought. */
export function firstLeg(active: boolean): HomingPhase {
  return active ? 'back-off' : 'seek';
}

/** Largest number of steps of a phase: the travel and a tenth, plus the backlash. */
export function legReach(travel: number, backlash: number): number {
  return travel + Math.ceil(travel / 10) + backlash;
}
