import type { Auxiliary } from '../../hal/ports/auxiliary.ts';
import type { Clock } from '../../hal/ports/clock.ts';
import type { PtzHead } from '../../hal/ports/ptz-head.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import type { EventSink } from '../events/event-message.ts';
import type { GeoLocations } from '../location/geo-locations.ts';
import type { PtzStatusSource } from '../metadata/sources.ts';
import type { Settings } from '../settings/setting.ts';
import { statusToWire } from './positions.ts';
import { HomePositions } from './presets/home.ts';
import { Presets } from './presets/presets.ts';
import { StartUp } from './start-up.ts';
import { PresetTours } from './tours/tours.ts';
import { PtzUnits } from './units.ts';

interface PtzControlOptions {
  readonly heads: readonly PtzHead[];
  readonly store: EntityStore;
  readonly settings: Settings;
  readonly events: EventSink;
  readonly auxiliary: Auxiliary;
  /** Places of the camera and its parts. */
  readonly locations: GeoLocations;
  readonly clock: Clock;
  /** Wall clock, milliseconds since 1970: what clients are told. */
  readonly now?: () => number;
  readonly random?: () => number;
}

/** Heads of the device with all that moves them: clients, presets, tours, the start of the camera. */
export class PtzControl {
  readonly units: PtzUnits;
  readonly presets: Presets;
  readonly homes: HomePositions;
  readonly tours: PresetTours;
  readonly store: EntityStore;
  readonly auxiliary: Auxiliary;
  readonly locations: GeoLocations;
  readonly now: () => number;
  readonly #startUp: StartUp;
  readonly #unwatch: () => void;

  constructor({ heads, store, settings, events, auxiliary, locations, clock, ...rest }: PtzControlOptions) {
    const { now = Date.now, random = Math.random } = rest;
    this.store = store;
    this.auxiliary = auxiliary;
    this.locations = locations;
    this.now = now;
    this.units = new PtzUnits(heads, store, clock);
    const { units } = this;
    this.presets = new Presets(units, settings, events);
    this.homes = new HomePositions(settings);
    const { presets, homes } = this;
    this.tours = new PresetTours({ units, presets, homes, settings, events, clock, random });
    this.#unwatch = store.onChange(() => this.tours.tellProfiles());
    this.#startUp = new StartUp({ presets, homes, settings, clock });
  }

  /** Follows the heads: each goes to its place as soon as it can, and begins its tour. */
  start(): void {
    for (const unit of this.units.all) this.#startUp.follow(unit, () => this.tours.autoStart(unit));
  }

  /** Ends what the camera does by itself; the heads stay as they are. */
  close(): void {
    this.#unwatch();
    this.#startUp.close();
    this.tours.close();
    for (const unit of this.units.all) unit.close();
  }

  /** Positions and states for metadata streams (STR-76). */
  get statuses(): PtzStatusSource {
    const { units, store } = this;
    return {
      statuses: (token) => {
        const held = store.entities.profiles.filter(({ configurations }) => configurations.Metadata === token);
        const shown = units.all.filter((unit) => held.some(({ configurations }) => configurations.PTZ === unit.token));
        return shown.map((unit) => statusToWire(unit, new Date(this.now())));
      },
      onChange: (listener) => {
        const ends = units.all.map(({ head }) => head.onStatus(listener));
        return () => {
          for (const end of ends) end();
        };
      },
    };
  }
}
