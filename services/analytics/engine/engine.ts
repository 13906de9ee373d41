import type { Demand } from '../../events/demand.ts';
import type { Frame } from '../../generated/tt.ts';
import type { AnalyticsSource, SceneSubscription } from '../../metadata/sources.ts';
import type { Setting } from '../../settings/setting.ts';
import type { RuleMemory } from '../rules/machine.ts';
import { Description } from '../scene/description.ts';
import type { Scene } from '../scene/scene.ts';
import type { EngineConfiguration } from './configuration.ts';
import type { StoredCounters } from './counter-setting.ts';
import { motionAlarmTopic } from './motion-alarm.ts';
import { SourceEngine, type SourceEngineOptions } from './source-engine.ts';

/** Milliseconds between writes of the counters. */
const writing = 60_000;

/** Modules of a configuration whose frames a metadata configuration carries; absent members are left out. */
export interface Described {
  /** Token of the analytics configuration. */
  readonly token: string;
  readonly motion: boolean;
  readonly tracker: boolean;
}

interface AnalyticsEngineOptions extends Omit<SourceEngineOptions, 'onScene'> {
  readonly demand: Demand;
  readonly counters: Setting<StoredCounters>;
  /** What the profiles with a metadata configuration describe. */
  readonly described: (metadataToken: string) => readonly Described[];
  readonly onError: (error: unknown) => void;
}

interface Receiver {
  readonly metadataToken: string;
  readonly listener: (frame: Frame) => void;
  /** By the token of the analytics configuration. */
  readonly descriptions: Map<string, { readonly of: EngineConfiguration; readonly description: Description }>;
}

interface Running {
  readonly engine: SourceEngine;
  endDemand: () => void;
  wanted: boolean;
}

/** Runs the analytics configurations: rules tell events, receivers of metadata get scene descriptions. */
export class AnalyticsEngine implements AnalyticsSource {
  readonly #options: AnalyticsEngineOptions;
  readonly #running = new Map<string, Running>();
  readonly #receivers = new Set<Receiver>();
  readonly #cancel: () => void;

  constructor(options: AnalyticsEngineOptions) {
    this.#options = options;
    this.#cancel = options.clock.every(writing, () => void this.#keep().catch(options.onError));
  }

  /** Takes all configurations, now and after each change. */
  apply(configurations: readonly EngineConfiguration[]): void {
    const { counters, events } = this.#options;
    if (configurations.length > 0) events.declare([motionAlarmTopic]);
    const tokens = new Set(configurations.map(({ token }) => token));
    for (const [token, { engine, endDemand }] of [...this.#running]) {
      if (tokens.has(token)) continue;
      endDemand();
      engine.stop(true);
      this.#running.delete(token);
    }
    for (const configuration of configurations) {
      const known = this.#running.get(configuration.token);
      const stored = new Map(Object.entries(counters.get()[configuration.token] ?? {}));
      if (known === undefined) this.#begin(configuration, stored);
      else {
        known.engine.apply(configuration, this.#memoriesFor(known.engine, configuration));
        this.#follow(known);
      }
    }
    this.#review();
  }

  subscribe(metadataToken: string, listener: (frame: Frame) => void): SceneSubscription {
    const receiver: Receiver = { metadataToken, listener, descriptions: new Map() };
    this.#receivers.add(receiver);
    this.#review();
    return {
      scene: () => this.#whole(receiver),
      close: () => {
        this.#receivers.delete(receiver);
        this.#review();
      },
    };
  }

  /** Writes the counters, and looks at no source any more. */
  async stop(): Promise<void> {
    this.#cancel();
    for (const { engine, endDemand } of this.#running.values()) {
      endDemand();
      engine.stop(false);
    }
    await this.#keep();
  }

  #begin(configuration: EngineConfiguration, memories: ReadonlyMap<string, RuleMemory>): void {
    const onScene: SourceEngineOptions['onScene'] = (token, scene) => this.#describe(token, scene);
    const engine = new SourceEngine({ ...this.#options, onScene }, configuration, memories);
    const running: Running = { engine, wanted: false, endDemand: () => undefined };
    this.#running.set(configuration.token, running);
    this.#follow(running);
  }

  /** Follows what subscribers want to know of a configuration, whose rules have changed. */
  #follow(running: Running): void {
    running.endDemand();
    const topics = running.engine.configuration.rules.flatMap((rule) => rule.topics);
    running.wanted = false;
    running.endDemand = this.#options.demand.watch([motionAlarmTopic.topic, ...topics], (wanted) => {
      running.wanted = wanted;
      this.#review();
    });
  }

  /** A rule that counts and changed goes on from 0 by its own reset: parameters mean another count. */
  #memoriesFor(engine: SourceEngine, { rules }: EngineConfiguration): ReadonlyMap<string, RuleMemory> {
    const before = new Map(engine.configuration.rules.map((rule) => [rule.name, rule.version]));
    const same = new Set(rules.filter(({ name, version }) => before.get(name) === version).map(({ name }) => name));
    return new Map([...engine.memories()].filter(([name]) => same.has(name)));
  }

  /** Looks at the sources about which somebody wants to know something, and at those where a rule counts. */
  #review(): void {
    const described = new Set([...this.#receivers].flatMap((one) => this.#describedBy(one).map(({ token }) => token)));
    for (const [token, { engine, wanted }] of this.#running)
      engine.watch(wanted || described.has(token) || engine.memories().size > 0);
  }

  #describedBy({ metadataToken }: Receiver): readonly Described[] {
    return this.#options.described(metadataToken);
  }

  /** Description of a configuration for a receiver; undefined when it does not want it. */
  #descriptionFor(receiver: Receiver, token: string): Description | undefined {
    const configuration = this.#running.get(token)?.engine.configuration;
    const wanted = this.#describedBy(receiver).find((one) => one.token === token);
    if (configuration === undefined || wanted === undefined) return undefined;
    const known = receiver.descriptions.get(token);
    if (known?.of === configuration) return known.description;
    const description = new Description({
      motion: wanted.motion ? configuration.motion.name : undefined,
      tracker: wanted.tracker ? configuration.tracker.name : undefined,
    });
    receiver.descriptions.set(token, { of: configuration, description });
    return description;
  }

  #describe(token: string, scene: Scene): void {
    for (const receiver of this.#receivers)
      for (const frame of this.#descriptionFor(receiver, token)?.next(scene) ?? []) receiver.listener(frame);
  }

  #whole(receiver: Receiver): readonly Frame[] {
    return [...this.#running].flatMap(([token, { engine }]) => {
      const { scene } = engine;
      return scene === undefined ? [] : (this.#descriptionFor(receiver, token)?.whole(scene) ?? []);
    });
  }

  async #keep(): Promise<void> {
    const present: StoredCounters = Object.fromEntries(
      [...this.#running].map(([token, { engine }]) => [token, Object.fromEntries(engine.memories())] as const),
    );
    const text = JSON.stringify(present);
    await this.#options.counters.change((stored) => (JSON.stringify(stored) === text ? stored : present));
  }
}
