import type { Clock } from '../../hal/ports/clock.ts';
import type { HealthSensors } from '../../hal/ports/health-sensors.ts';
import type { Demand } from '../events/demand.ts';
import type { EventSink } from '../events/event-message.ts';
import { ChangedStates } from './changed-states.ts';
import { failingParts } from './failing-parts.ts';
import { linkStatus } from './link-status.ts';
import type { Monitor } from './monitor.ts';
import { processorUsage } from './processor-usage.ts';
import { temperature } from './temperature.ts';

/** Milliseconds between two looks (recommended by ONVIF Core for the processor usage). */
const interval = 5000;

interface MonitoringOptions {
  readonly events: EventSink;
  readonly demand: Pick<Demand, 'watch'>;
  readonly clock: Pick<Clock, 'every'>;
  readonly monitors: readonly Monitor[];
}

/** Everything that a camera watches of its machine. */
export function monitorsOf(sensors: HealthSensors): readonly Monitor[] {
  return [
    processorUsage(),
    temperature(sensors),
    linkStatus(sensors),
    failingParts('FanFailure', () => sensors.fans()),
    failingParts('PowerSupplyFailure', () => sensors.powerSupplies()),
  ];
}

/** Tells the state of the machine at the start, and every five seconds while somebody wants it. */
export class Monitoring implements Disposable {
  readonly #options: MonitoringOptions;
  readonly #states: ChangedStates;
  #unwatch: () => void = () => undefined;
  #endTimer: () => void = () => undefined;

  constructor(options: MonitoringOptions) {
    this.#options = options;
    this.#states = new ChangedStates(options.events);
  }

  start(): void {
    const { events, demand, monitors } = this.#options;
    const topics = monitors.flatMap((one) => one.topics);
    events.declare(topics);
    this.#look();
    this.#unwatch = demand.watch(
      topics.map(({ topic }) => topic),
      (wanted) => this.#want(wanted),
    );
  }

  stop(): void {
    this.#unwatch();
    this.#endTimer();
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  /** A subscriber that comes after a while finds the present state. */
  #want(wanted: boolean): void {
    this.#endTimer();
    this.#endTimer = () => undefined;
    if (!wanted) return;
    this.#look();
    this.#endTimer = this.#options.clock.every(interval, () => this.#look());
  }

  #look(): void {
    for (const monitor of this.#options.monitors) monitor.look(this.#states);
  }
}
