import type { Clock } from '../../../hal/ports/clock.ts';
import type { EventSink, TopicDeclaration } from '../../events/event-message.ts';
import { Fault } from '../../faults/fault.ts';
import type * as tt from '../../generated/tt.ts';
import { OwnedList } from '../../owned-list/owned-list.ts';
import type { Settings } from '../../settings/setting.ts';
import type { HomePositions } from '../presets/home.ts';
import type { Presets } from '../presets/presets.ts';
import type { Move, PtzUnit } from '../unit.ts';
import type { PtzUnits } from '../units.ts';
import { readSpeed } from '../vectors.ts';
import { type Tour, type TourSpot, tourDefinition } from './tour-list.ts';
import type { Random } from './tour-order.ts';
import { TourPlayer } from './tour-player.ts';
import { nextTourState } from './tour-states.ts';
import { newTour, tourToWire } from './tour-wire.ts';

const topic = 'tns1:PTZController/PTZPresetTours/Configuration';

/** Event of tours (PTZ-30). */
const tourTopics: readonly TopicDeclaration[] = [
  {
    topic,
    property: true,
    source: { ProfileToken: 'tt:ReferenceToken', PresetTourToken: 'tt:ReferenceToken' },
    data: { StateChange: 'xs:boolean' },
    elements: { PresetTour: 'tt:PresetTour' },
  },
];

interface TourOptions {
  readonly units: PtzUnits;
  readonly presets: Presets;
  readonly homes: HomePositions;
  readonly settings: Settings;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly random: Random;
}

/** Preset tours of all heads: persistent, one at a time for each head, with their events (PTZ-10). */
export class PresetTours {
  readonly #options: TourOptions;
  readonly #list: OwnedList<Tour>;
  readonly #players: ReadonlyMap<PtzUnit, TourPlayer>;
  /** Profiles that know the tours of each head. */
  readonly #told = new Map<PtzUnit, readonly string[]>();

  constructor(options: TourOptions) {
    const { units, events, settings, clock, random } = options;
    this.#options = options;
    events.declare(tourTopics);
    this.#list = new OwnedList(tourDefinition, settings);
    const parts = {
      clock,
      random,
      tour: (token: string) => this.#list.all.find((tour) => tour.token === token),
      visit: (unit: PtzUnit, spot: TourSpot) => this.#visit(unit, spot),
      onState: (token: string) => this.#tellToken(token, true),
    };
    this.#players = new Map(units.all.map((unit) => [unit, new TourPlayer(unit, parts)]));
    this.#list.onChange((changes) => {
      for (const { kind, entry } of changes) this.#changed(kind, entry);
    });
    for (const unit of units.all) this.#told.set(unit, []);
    this.tellProfiles();
  }

  /** Tells the tours of each head to the profiles that got it or lost it. */
  tellProfiles(): void {
    for (const [unit, before] of this.#told) {
      const now = this.#options.units.profilesOf(unit);
      this.#told.set(unit, now);
      const lost = before.filter((token) => !now.includes(token));
      const got = now.filter((token) => !before.includes(token));
      for (const tour of this.#of(unit)) {
        this.#publish('Deleted', unit, tour, false, lost);
        this.#publish('Initialized', unit, tour, false, got);
      }
    }
  }

  get limit(): number {
    return this.#list.limit;
  }

  all(unit: PtzUnit): readonly tt.PresetTour[] {
    return this.#of(unit).map((tour) => this.#toWire(unit, tour));
  }

  /** Fault: NoToken. */
  one(unit: PtzUnit, token: string | undefined): tt.PresetTour {
    return this.#toWire(unit, this.#find(unit, token));
  }

  /** Fault: TooManyPresetTours. */
  async create({ token: head }: PtzUnit): Promise<string> {
    const empty = { head, autoStart: false, random: false, direction: 'Forward', spots: [] } as const;
    const [made] = await this.#list.create([empty]);
    if (made === undefined) throw new Error('a preset tour was not stored');
    return made.token;
  }

  /** Faults: NoToken, InvalidPresetTour, TooManyPresets, SpaceNotSupported. */
  async modify(unit: PtzUnit, wanted: tt.PresetTour): Promise<void> {
    const { token } = this.#find(unit, wanted.token);
    const presets = this.#options.presets.of(unit);
    const { autoStart } = await this.#list.set(token, (present) => newTour(unit, presets, present, wanted));
    if (!autoStart) return;
    await this.#clearAutoStart(unit, (tour) => tour.token !== token);
    this.autoStart(unit);
  }

  /** Faults: NoToken, InvalidPresetTour, ActivationFailed. */
  async operate(unit: PtzUnit, token: string, operation: tt.PTZPresetTourOperation): Promise<void> {
    const tour = this.#find(unit, token);
    const player = this.#playerOf(unit);
    if (operation === 'Extended') throw new Fault('InvalidPresetTour', 'No operation beyond those of the standard');
    if (operation !== 'Start') {
      player.end(token, operation);
      if (operation === 'Stop') await this.#clearAutoStart(unit, (one) => one.token === token);
      return;
    }
    const isPaused = player.stateOf(token) === 'Paused';
    nextTourState(player.stateOf(token), operation);
    this.#checkStart(unit, tour);
    player.start(tour);
    // A tour that goes on after a pause keeps its flag; one that is started by hand loses it.
    if (!isPaused) await this.#clearAutoStart(unit, (one) => one.token === token);
  }

  async remove(unit: PtzUnit, token: string): Promise<void> {
    this.#find(unit, token);
    this.#playerOf(unit).end(token, 'Stop');
    await this.#list.delete([token]);
  }

  /** Starts the tour that starts with the camera, unless the head is in use. */
  autoStart(unit: PtzUnit): void {
    const tour = this.#of(unit).find(({ autoStart }) => autoStart);
    const player = this.#playerOf(unit);
    if (tour === undefined || unit.moving || player.touring !== undefined) return;
    if (this.#namesAllPresets(unit, tour)) player.start(tour);
  }

  /** Ends all tours; the heads stay as they are. */
  close(): void {
    for (const player of this.#players.values()) player.close();
  }

  #of({ token }: PtzUnit): readonly Tour[] {
    return this.#list.all.filter(({ head }) => head === token);
  }

  #find(unit: PtzUnit, token: string | undefined): Tour {
    const found = this.#of(unit).find((tour) => tour.token === token);
    if (found === undefined) throw new Fault('NoToken');
    return found;
  }

  #playerOf(unit: PtzUnit): TourPlayer {
    const player = this.#players.get(unit);
    if (player === undefined) throw new Error(`no player of head ${unit.token}`);
    return player;
  }

  #toWire(unit: PtzUnit, tour: Tour): tt.PresetTour {
    const player = this.#playerOf(unit);
    return tourToWire(unit, tour, player.stateOf(tour.token), player.spotOf(tour.token));
  }

  #namesAllPresets(unit: PtzUnit, { spots }: Tour): boolean {
    const presets = this.#options.presets.of(unit);
    const isThere = ({ target }: TourSpot): boolean =>
      target.kind !== 'preset' || presets.some(({ token }) => token === target.token);
    return spots.length > 0 && spots.every(isThere);
  }

  #checkStart(unit: PtzUnit, tour: Tour): void {
    const { touring } = this.#playerOf(unit);
    if (!this.#namesAllPresets(unit, tour)) throw new Fault('InvalidPresetTour', 'A spot is missing, or its preset');
    if (touring === tour.token) return;
    if (touring !== undefined) throw new Fault('ActivationFailed', 'Another tour runs');
    if (unit.moving) throw new Fault('ActivationFailed', 'The head moves');
  }

  async #clearAutoStart(unit: PtzUnit, applies: (tour: Tour) => boolean): Promise<void> {
    for (const { token } of this.#of(unit).filter((tour) => tour.autoStart && applies(tour)))
      await this.#list.set(token, (present) => ({ ...present, autoStart: false }));
  }

  async #visit(unit: PtzUnit, { target, speed: wanted }: TourSpot): Promise<boolean> {
    const { presets, homes } = this.#options;
    const speed = readSpeed(wanted, unit.spaces, unit.entity.speed);
    const preset = target.kind === 'preset' ? presets.of(unit).find(({ token }) => token === target.token) : undefined;
    if (target.kind === 'preset' && preset === undefined) return false;
    const begin = (): Promise<Move> => {
      if (preset !== undefined) return presets.recall(unit, preset, speed, 'camera');
      if (target.kind === 'position') return unit.begin(unit.reachable(target.position), speed, 'camera');
      return homes.recall(unit, speed, 'camera');
    };
    // A head that refuses has its reason in its status; the tour goes on after the time of the spot.
    await begin().then(
      ({ ended }) => ended,
      () => undefined,
    );
    return true;
  }

  #changed(kind: 'created' | 'changed' | 'deleted', tour: Tour): void {
    if (kind === 'deleted') {
      const unit = this.#options.units.find(tour.head);
      if (unit !== undefined) this.#playerOf(unit).end(tour.token, 'Stop');
    }
    this.#tell(kind === 'deleted' ? 'Deleted' : 'Changed', tour, false);
  }

  #tellToken(token: string, isStateChange: boolean): void {
    const tour = this.#list.all.find((one) => one.token === token);
    if (tour !== undefined) this.#tell('Changed', tour, isStateChange);
  }

  /** Tells of a tour in each profile that leads to its head. */
  #tell(operation: 'Changed' | 'Deleted', tour: Tour, isStateChange: boolean): void {
    const { units } = this.#options;
    const unit = units.find(tour.head);
    if (unit !== undefined) this.#publish(operation, unit, tour, isStateChange, units.profilesOf(unit));
  }

  #publish(
    operation: 'Initialized' | 'Changed' | 'Deleted',
    unit: PtzUnit,
    tour: Tour,
    StateChange: boolean,
    profiles: readonly string[],
  ): void {
    if (profiles.length === 0) return;
    const elements = { PresetTour: { type: 'tt:PresetTour', value: this.#toWire(unit, tour) } };
    for (const ProfileToken of profiles) {
      const source = { ProfileToken, PresetTourToken: tour.token };
      this.#options.events.publish({ topic, source, data: { StateChange }, elements, operation });
    }
  }
}
