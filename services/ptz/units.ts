import type { Clock } from '../../hal/ports/clock.ts';
import type { PtzHead } from '../../hal/ports/ptz-head.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import { type HeadPicture, pictureOf } from '../entities/kinds/ptz/directions.ts';
import type { PtzEntity } from '../entities/kinds/ptz/entity.ts';
import { findConfiguration, findProfile } from '../entities/profiles.ts';
import { Fault } from '../faults/fault.ts';
import { PtzUnit } from './unit.ts';

/** Units of the device, one for each head, and the profiles that lead to them. */
export class PtzUnits {
  readonly all: readonly PtzUnit[];
  readonly #store: Pick<EntityStore, 'board' | 'entities'>;

  constructor(heads: readonly PtzHead[], store: Pick<EntityStore, 'board' | 'entities'>, clock: Clock) {
    this.#store = store;
    this.all = heads.map((head) => {
      const { id } = head.facts;
      const entity = (): PtzEntity => findConfiguration(store.entities, 'PTZ', id);
      const picture = (): HeadPicture => pictureOf(head.facts, store.board, store.entities.VideoSource);
      return new PtzUnit(head, entity, picture, clock);
    });
  }

  /** Unit of a node. */
  find(token: string): PtzUnit | undefined {
    return this.all.find((unit) => unit.token === token);
  }

  /** Unit whose configuration a profile has. Faults: NoProfile, NoPTZProfile. */
  ofProfile(token: string): PtzUnit {
    const { PTZ } = findProfile(this.#store.entities, token).configurations;
    const unit = PTZ === undefined ? undefined : this.find(PTZ);
    if (unit === undefined) throw new Fault('NoPTZProfile');
    return unit;
  }

  /** Profiles that have the configuration of a unit. */
  profilesOf({ token }: PtzUnit): readonly string[] {
    return this.#store.entities.profiles
      .filter(({ configurations }) => configurations.PTZ === token)
      .map((profile) => profile.token);
  }
}
