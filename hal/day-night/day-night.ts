import type { Clock } from '../ports/clock.ts';
import type {
  DayNightControl,
  DayNightMode,
  DayNightSettings,
  DayNightStatus,
  Illuminator,
  IrCutFilter,
  LightSensor,
} from '../ports/day-night.ts';
import { HalError, reasonOf } from '../ports/hal-error.ts';
import { systemClock } from '../system/clock.ts';
import { type AutomaticInput, type AutomaticState, desiredParts, initialState, next } from './automatic.ts';
import { type AutomaticRules, automaticRules } from './automatic-rules.ts';
import { PartsFollower } from './parts-follower.ts';

/** Open parts of a camera; their owner closes them. */
export interface DayNightParts {
  readonly filter?: IrCutFilter;
  readonly illuminators: readonly Illuminator[];
  readonly sensor?: LightSensor;
}

/** Time (ms) between two readings, and shortest pause after one. */
const interval = 1000;
const shortestPause = 200;
/** Longest time of a reading, ms. */
const readingTime = 5000;

/** Initial settings: AUTO with a light sensor, else day. */
export function initialDayNightSettings({ sensor }: DayNightParts): DayNightSettings {
  return { mode: sensor === undefined ? 'ON' : 'AUTO', adjustments: [], levels: {} };
}

/** Starts the control; a fixed mode moves the filter at once. Throws as `set` does. */
export function startDayNight(parts: DayNightParts, settings: DayNightSettings, clock?: Clock): DayNightControl {
  return new DayNight(parts, settings, clock ?? systemClock);
}

/** Runs the state machine of automatic.ts: reads the sensor, moves the parts and reports changes. */
class DayNight implements DayNightControl {
  readonly modes: readonly DayNightMode[];
  readonly #parts: DayNightParts;
  readonly #clock: Clock;
  readonly #follower: PartsFollower;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #settings: DayNightSettings;
  #rules: AutomaticRules;
  #state: AutomaticState = initialState;
  #sensorFault = '';
  #listener: (status: DayNightStatus) => void = () => undefined;
  #moved: () => void = () => undefined;

  constructor(parts: DayNightParts, settings: DayNightSettings, clock: Clock) {
    const { sensor } = parts;
    this.modes = sensor === undefined ? ['ON', 'OFF'] : ['ON', 'OFF', 'AUTO'];
    this.#parts = parts;
    this.#clock = clock;
    this.#rules = this.#checked(settings);
    this.#settings = settings;
    this.#follower = new PartsFollower(parts, {
      clock,
      seen: ({ kind }) => sensor !== undefined && (kind === 'white' || sensor.seesInfrared),
      onLights: (lit) => this.#feed({ kind: 'lights', at: clock.now(), lit, settle: sensor?.settle ?? 0 }),
      onFaults: () => this.#report(),
      onMove: () => this.#moved(),
    });
    this.#feed({ kind: 'rules', at: clock.now() });
    this.#running = this.#run();
  }

  get settings(): DayNightSettings {
    return this.#settings;
  }

  get status(): DayNightStatus {
    const { sensor } = this.#parts;
    const { phase, ambient, sensor: health } = this.#state;
    const faults = new Map(this.#follower.faults);
    if (sensor !== undefined && health === 'failed') faults.set(sensor.id, this.#sensorFault);
    return { phase, ambient, sensor: sensor === undefined ? 'absent' : health, faults };
  }

  set(settings: DayNightSettings): void {
    const rules = this.#checked(settings);
    const before = JSON.stringify(this.#rules);
    this.#settings = settings;
    this.#rules = rules;
    // Unchanged rules must not reset the evidence of the light.
    if (JSON.stringify(rules) !== before) this.#feed({ kind: 'rules', at: this.#clock.now() });
    else this.#follow();
  }

  onChange(listener: (status: DayNightStatus) => void): void {
    this.#listener = listener;
  }

  onMove(listener: () => void): void {
    this.#moved = listener;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    await this.#follower.close();
  }

  #checked(settings: DayNightSettings): AutomaticRules {
    if (!this.modes.includes(settings.mode)) {
      throw new HalError('unsupported', `IrCutFilter ${settings.mode}: this camera supports ${this.modes.join(', ')}`);
    }
    for (const [id, level] of Object.entries(settings.levels)) {
      if (!this.#parts.illuminators.some((one) => one.id === id)) {
        throw new HalError('unsupported', `there is no illuminator ${id}`);
      }
      if (!(level >= 0 && level <= 1)) throw new HalError('out-of-range', `illuminator ${id}: ${level} is not in 0..1`);
    }
    return automaticRules(settings);
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const at = this.#clock.now();
      if (this.#parts.sensor !== undefined) await this.#readSensor(this.#parts.sensor, at);
      if (signal.aborted) return;
      this.#follow();
      await this.#clock.wait(Math.max(shortestPause, at + interval - this.#clock.now()), signal);
    }
  }

  async #readSensor(sensor: LightSensor, at: number): Promise<void> {
    const done = new AbortController();
    const stop = (): void => done.abort();
    this.#closing.signal.addEventListener('abort', stop);
    try {
      const late = this.#clock.wait(readingTime, done.signal).then(() => {
        throw new HalError('io', `light sensor ${sensor.id}: no answer within ${readingTime} ms`);
      });
      const lux = await Promise.race([sensor.read(), late]);
      this.#feed({ kind: 'reading', at, lux });
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#sensorFault = reasonOf(error);
      this.#feed({ kind: 'failure', at });
    } finally {
      done.abort();
      this.#closing.signal.removeEventListener('abort', stop);
    }
  }

  #feed(input: AutomaticInput): void {
    const { phase, sensor } = this.#state;
    this.#state = next(this.#rules, this.#state, input);
    this.#follow();
    if (phase !== this.#state.phase || sensor !== this.#state.sensor) this.#report();
  }

  #follow(): void {
    this.#follower.follow({ ...desiredParts(this.#state), levels: this.#settings.levels });
  }

  #report(): void {
    this.#listener(this.status);
  }
}
