import { type Directions, reversed } from '../entities/kinds/ptz/directions.ts';
import type { PtzEntity } from '../entities/kinds/ptz/entity.ts';

/** Degrees around the vertical within which the directions stay as they are, so that they do not change to and fro. */
const hysteresis = 5;

/**
 * Directions by which clients steer a head: those of the configuration, turned while it looks past the vertical (E-flip, PTZ-11). The
 * picture is not turned with them, which the standard recommends: its streams would begin anew in the middle of a move.
 */
export class Steering {
  #isPast = false;

  /** @param usual directions of the configuration @param tilt position of the tilt axis, degrees */
  directions(usual: Directions, { eFlip }: Pick<PtzEntity, 'eFlip'>, tilt: number | undefined): Directions {
    if (!eFlip || tilt === undefined) return usual;
    const past = Math.abs(tilt) - 90;
    if (Math.abs(past) > hysteresis) this.#isPast = past > 0;
    return this.#isPast ? reversed(usual) : usual;
  }
}
