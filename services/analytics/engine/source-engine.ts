import type { Clock } from '../../../hal/ports/clock.ts';
import type { MotionRecord, SceneAnalyser } from '../../../hal/ports/scene-analyser.ts';
import type { EventSink } from '../../events/event-message.ts';
import type { RuleMemory } from '../rules/machine.ts';
import { cellSet } from '../scene/cells.ts';
import type { Scene } from '../scene/scene.ts';
import { objectsOf } from '../tracker/objects.ts';
import { stillThings } from '../tracker/still-things.ts';
import { coasted, noTracks, type TrackerState, tracked } from '../tracker/tracker.ts';
import type { EngineConfiguration, EngineRule } from './configuration.ts';
import { MotionAlarm } from './motion-alarm.ts';
import { RuleRunner } from './rule-runner.ts';
import { type Moment, SceneTime } from './scene-time.ts';

/** Milliseconds without a record after which a tick goes on without one, and by which its time is behind the present. */
const pause = 1000;
const behind = 300;
/** Milliseconds without a record after which the camera counts as lost. */
const silence = 5000;
/** Sensitivity by which a difference of one level differs. */
const levelsBySensitivity = 0.34;

export interface SourceEngineOptions {
  readonly analyser: SceneAnalyser;
  readonly events: EventSink;
  readonly clock: Clock;
  /** The present, milliseconds since 1970. */
  readonly now: () => number;
  /** Local time of a time, both milliseconds as in `Scene`. */
  readonly localTime: (utc: number) => number;
  /** Called with each scene. */
  readonly onScene: (token: string, scene: Scene) => void;
}

const nothing = { ...{ columns: 32, rows: 18, threshold: 0 }, cells: new Uint8Array(72), levels: new Uint8Array(576) };
const noMeasures = { mean: 0, dark: 0, bright: 0, detail: 0, change: 0, gain: 1, offset: 0, noise: 0 };

/** Analytics of one video source: records become scenes, scenes become messages of its rules. */
export class SourceEngine {
  readonly #options: SourceEngineOptions;
  readonly #time = new SceneTime();
  readonly #alarm: MotionAlarm;
  readonly #rules = new Map<string, RuleRunner>();
  #configuration: EngineConfiguration;
  #tracker: TrackerState = noTracks;
  #lost = true;
  /** When something was heard of the camera for the last time, and the last record with the time at which it came. */
  #heardAt = 0;
  #recorded: (Moment & { readonly cameAt: number }) | undefined;
  /** Whether rules have seen nothing since they were reset. */
  #quiet = true;
  #unwatch: (() => void) | undefined;
  scene: Scene | undefined;

  constructor(
    options: SourceEngineOptions,
    configuration: EngineConfiguration,
    memories: ReadonlyMap<string, RuleMemory>,
  ) {
    this.#options = options;
    this.#configuration = configuration;
    this.#alarm = new MotionAlarm(configuration.source, options.events, options.now());
    this.apply(configuration, memories);
  }

  get configuration(): EngineConfiguration {
    return this.#configuration;
  }

  /** Takes new parameters: rules that changed begin anew, the others go on. */
  apply(configuration: EngineConfiguration, memories: ReadonlyMap<string, RuleMemory>): void {
    const { events, analyser } = this.#options;
    const utc = this.#options.now();
    this.#configuration = configuration;
    const wanted = new Map(configuration.rules.map((rule) => [rule.name, rule]));
    for (const [name, runner] of [...this.#rules]) {
      if (isSame(runner.rule, wanted.get(name))) continue;
      runner.end(utc);
      this.#rules.delete(name);
    }
    const start = { utc, local: this.#options.localTime(utc) };
    for (const rule of configuration.rules)
      if (!this.#rules.has(rule.name))
        this.#rules.set(rule.name, new RuleRunner(rule, events, start, memories.get(rule.name)));
    analyser.set(configuration.source, { sensitivity: this.#sensitivity, ignored: [] });
    this.#alarm.tell(this.#rules.values(), utc);
  }

  /** Begins or ends to look at the source, which costs a camera and a part of the processor. */
  watch(wanted: boolean): void {
    if (wanted === (this.#unwatch !== undefined)) return;
    if (wanted) {
      const { analyser, clock } = this.#options;
      this.#heardAt = clock.now();
      const unwatch = analyser.watch(this.#configuration.source, (found) => this.#take(found));
      const cancel = clock.every(pause / 2, () => this.#tick());
      this.#unwatch = () => {
        unwatch();
        cancel();
      };
      return;
    }
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#lose();
  }

  /** Counters by the names of their rules. */
  memories(): ReadonlyMap<string, RuleMemory> {
    return new Map([...this.#rules].flatMap(([name, { memory }]) => (memory === undefined ? [] : [[name, memory]])));
  }

  /** Ends everything; `deleted`: the configuration is gone, and its properties with it. */
  stop(deleted: boolean): void {
    this.watch(false);
    if (!deleted) return;
    const utc = this.#options.now();
    for (const runner of this.#rules.values()) runner.end(utc);
    this.#alarm.end(utc);
  }

  get #sensitivity(): number {
    const { motion, rules } = this.#configuration;
    return Math.max(motion.sensitivity, ...rules.flatMap(({ armed, sensitivity }) => (armed ? (sensitivity ?? 0) : 0)));
  }

  #take(found: MotionRecord | 'lost'): void {
    this.#heardAt = this.#options.clock.now();
    if (found === 'lost') {
      this.#lose();
      return;
    }
    this.#lost = false;
    const moment = { time: this.#time.advance(found, found.settling).time, utc: found.utc };
    this.#recorded = { ...moment, cameAt: this.#heardAt };
    const at = Number(moment.time) / 1e9;
    const { tracker } = this.#configuration;
    const time = { at, utc: moment.utc, delayTime: this.#time.delayTime };
    this.#tracker = found.settling ? coasted(this.#tracker, at, true) : tracked(this.#tracker, found, time, tracker);
    const { settling, columns, rows, levels, measures } = found;
    const raised = levelsBySensitivity * (this.#sensitivity - this.#configuration.motion.sensitivity);
    const threshold = found.threshold + raised;
    const cells = raised <= 0 ? found.cells : cellSet(columns, rows, (index) => (levels[index] ?? 0) > threshold).bits;
    this.#judge({
      ...this.#sceneAt(moment),
      ...{ settling, picture: true, columns, rows, levels, measures, threshold, cells },
    });
  }

  /** Goes on without a picture: delays pass, counters report. */
  #tick(): void {
    const unheard = this.#options.clock.now() - this.#heardAt;
    if (unheard < pause) return;
    if (unheard >= silence) this.#lose();
    const moment = this.#goOn(behind);
    if (moment === undefined) return;
    this.#tracker = coasted(this.#tracker, Number(moment.time) / 1e9, this.#lost);
    this.#judge(this.#sceneAt(moment));
  }

  /** Time goes on to that many milliseconds before the present; by the monotonic clock, so that one that is set moves nothing. */
  #goOn(before: number): Moment | undefined {
    if (this.#recorded === undefined) return undefined;
    const { time, utc, cameAt } = this.#recorded;
    const passed = Math.max(0, this.#options.clock.now() - cameAt - before);
    return this.#time.advance({ time: time + BigInt(Math.round(passed * 1e6)), utc: utc + passed }, false);
  }

  /** What was seen is over: every property that is on goes off. */
  #lose(): void {
    if (this.#lost) return;
    this.#lost = true;
    const moment = this.#goOn(0) ?? { time: 0n, utc: this.#options.now() };
    this.#forget(moment.utc);
    const scene = this.#sceneAt(moment);
    this.scene = scene;
    this.#options.onScene(this.#configuration.token, scene);
  }

  #forget(utc: number): void {
    if (this.#quiet) return;
    this.#quiet = true;
    for (const runner of this.#rules.values()) runner.reset(utc);
    this.#alarm.reset(utc);
    this.#alarm.tell(this.#rules.values(), utc);
  }

  #judge(scene: Scene): void {
    this.scene = scene;
    if (scene.settling) {
      if (this.#time.outdated) this.#forget(scene.utc);
    } else {
      this.#quiet = false;
      for (const runner of this.#rules.values()) runner.next(scene);
      this.#alarm.next(scene);
      this.#alarm.tell(this.#rules.values(), scene.utc);
    }
    this.#options.onScene(this.#configuration.token, scene);
  }

  /** A scene without a picture, with the objects that are expected. */
  #sceneAt({ time, utc }: Moment): Scene {
    const { confidence } = this.#configuration.tracker;
    return {
      ...{ time, utc, delayTime: this.#time.delayTime, local: this.#options.localTime(utc), lost: this.#lost },
      ...{ settling: false, picture: false, ...nothing, measures: this.scene?.measures ?? noMeasures },
      objects: this.#lost ? [] : objectsOf(this.#tracker, confidence / 100),
      things: this.#lost ? [] : stillThings(this.#tracker.things, this.#tracker.size),
    };
  }
}

function isSame(rule: EngineRule, other: EngineRule | undefined): boolean {
  return (
    rule.version === other?.version &&
    rule.armed === other.armed &&
    JSON.stringify(rule.source) === JSON.stringify(other.source)
  );
}
