/** Finding the end stop: towards it, away from it until it opens, and slowly towards it again. */
export type HomingPhase = 'seek' | 'back-off' | 'approach';

/** One phase as data. */
export interface HomingLeg {
  /** Towards the end stop, or away from it. */
  readonly towards: boolean;
  /** Which reading of the switch ends it. */
  readonly until: boolean;
  /** Readings in a row that count: a switch that bounces ends nothing. */
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

/** A switch that is held already has nothing to be sought. */
export function firstLeg(active: boolean): HomingPhase {
  return active ? 'back-off' : 'seek';
}

/** Steps a leg may take: the whole travel and a tenth, and what the gears lose. */
export function legReach(travel: number, backlash: number): number {
  return travel + Math.ceil(travel / 10) + backlash;
}
