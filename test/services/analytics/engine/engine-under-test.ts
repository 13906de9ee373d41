import type { MotionBlob, MotionRecord } from '../../../../hal/ports/scene-analyser.ts';
import type { EngineConfiguration, EngineRule } from '../../../../services/analytics/engine/configuration.ts';
import { counterSetting, type StoredCounters } from '../../../../services/analytics/engine/counter-setting.ts';
import { AnalyticsEngine, type Described } from '../../../../services/analytics/engine/engine.ts';
import { cellMotion } from '../../../../services/analytics/rules/cell-motion/machine.ts';
import { type RuleMachine, runningRule } from '../../../../services/analytics/rules/machine.ts';
import { cellSet } from '../../../../services/analytics/scene/cells.ts';
import { EventHub } from '../../../../services/events/event-hub.ts';
import type { TopicDeclaration } from '../../../../services/events/event-message.ts';
import type { Setting, Settings } from '../../../../services/settings/setting.ts';
import { FakeClock } from '../../../hal/fake-clock.ts';
import { memorySettings } from '../../settings/memory-settings.ts';
import { recordAt } from '../records.ts';
import { motionIn, noon } from '../scenes.ts';
import { RecordedAnalyser } from './recorded-analyser.ts';

const motionTopic = 'tns1:RuleEngine/CellMotionDetector/Motion';

/** A topic without declared items for tests that look at values alone. */
export const topicOf = (topic: string, property = true): TopicDeclaration => ({
  ...{ topic, property, source: { Rule: 'xs:string' }, data: {} },
});

/** A rule of a machine with its parameters. */
export function ruleOf<P, S>(
  name: string,
  topic: string,
  machine: RuleMachine<P, S>,
  parameters: P,
  change: Partial<EngineRule> = {},
): EngineRule {
  return {
    ...{ name, version: JSON.stringify(parameters), armed: true, tellsMotion: false, topics: [topic] },
    source: { Rule: name },
    create: () => runningRule(machine, parameters),
    ...change,
  };
}

export const motionRule = (change: Partial<EngineRule> = {}, minCount = 4): EngineRule =>
  ruleOf(
    'Motion',
    motionTopic,
    cellMotion,
    { minCount, alarmOnDelay: 200, alarmOffDelay: 2000, activeCells: cellSet(32, 18, () => true) },
    { tellsMotion: true, ...change },
  );

export const configurationOf = (...rules: readonly EngineRule[]): EngineConfiguration => ({
  ...{ token: 'Analytics1', source: 'Camera1', motion: { name: 'MotionEngine', sensitivity: 60 } },
  tracker: { ...{ name: 'Tracker', leastWidth: 0.02, leastHeight: 0.02, mostWidth: 1, mostHeight: 1 }, confidence: 50 },
  rules,
});

const square = motionIn([
  [3, 3],
  [4, 3],
  [3, 4],
  [4, 4],
]);

interface UnderTest {
  readonly engine: AnalyticsEngine;
  readonly hub: EventHub;
  readonly clock: FakeClock;
  readonly analyser: RecordedAnalyser;
  readonly counters: Setting<StoredCounters>;
  /** `MotionAlarm true`, with milliseconds after noon in front; since the last call. */
  readonly told: () => readonly string[];
  /** Records at 10 pictures a second for that time; `moving`: with motion in four cells. */
  readonly play: (
    milliseconds: number,
    moving?: boolean,
    blobs?: (time: number) => readonly MotionBlob[],
    change?: Partial<MotionRecord>,
  ) => Promise<void>;
}

/** An engine of one source over a real event hub. A subscriber wants everything, unless `unwatched`. */
export function underTest(
  options: {
    readonly unwatched?: boolean;
    readonly described?: readonly Described[];
    readonly topics?: readonly TopicDeclaration[];
    readonly settings?: Settings;
    /** Milliseconds after noon at which it begins. */
    readonly begin?: number;
  } = {},
): UnderTest {
  const { unwatched = false, described = [], topics = [], settings = memorySettings(), begin = 0 } = options;
  const clock = new FakeClock();
  const now = (): number => noon + begin + clock.now();
  const hub = new EventHub([topicOf(motionTopic), ...topics], now);
  const analyser = new RecordedAnalyser();
  const counters = settings.open(counterSetting);
  const engine = new AnalyticsEngine({
    ...{ analyser, events: hub, clock, now, localTime: (utc: number) => utc, demand: hub.demand, counters },
    described: () => described,
    onError: (error) => {
      throw error;
    },
  });
  const lines: string[] = [];
  hub.listen(({ topic, message, time, items }) => {
    const last = topic.split('/').at(-1);
    const values = items.filter(({ Name }) => Name !== 'Rule' && Name !== 'Source').map(({ Value }) => Value);
    const operation = message.operation === 'Changed' ? [] : [message.operation ?? 'event'];
    lines.push([time.getTime() - noon, last, ...operation, ...values].join(' '));
  });
  if (!unwatched) hub.subscribe(undefined, () => undefined);
  return {
    ...{ engine, hub, clock, analyser, counters },
    told: () => lines.splice(0),
    play: async (milliseconds, moving = false, blobs = () => [], change = {}) => {
      for (let passed = 0; passed < milliseconds; passed += 100) {
        const at = begin + clock.now();
        analyser.tell('Camera1', { ...recordAt(at, blobs(at / 1000), moving ? square : {}), ...change });
        await clock.pass(100);
      }
    },
  };
}
