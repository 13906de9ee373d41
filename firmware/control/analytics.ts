import type { Logger } from 'pino';
import type { Machine } from '../../hal/ports/machine.ts';
import { localClock, parseTimeZone } from '../../hal/ports/posix-time-zone.ts';
import { systemClock } from '../../hal/system/clock.ts';
import { type AnalysisView, analyticsFacts, engineConfiguration } from '../../services/analytics/configurations.ts';
import { counterSetting } from '../../services/analytics/engine/counter-setting.ts';
import { AnalyticsEngine, type Described } from '../../services/analytics/engine/engine.ts';
import { topicsOf } from '../../services/analytics/rules/rule-type.ts';
import { ruleTypes } from '../../services/analytics/rules/rule-types.ts';
import type { EntityStore } from '../../services/entities/entity-store.ts';
import type { MediaEntities } from '../../services/entities/kinds.ts';
import type { EventService } from '../../services/events/service.ts';
import type { Settings } from '../../services/settings/setting.ts';
import type { SceneAnalysis } from './scene-analysis.ts';

interface AnalyticsParts {
  readonly store: EntityStore;
  readonly settings: Settings;
  readonly events: EventService;
  readonly machine: Machine;
  readonly analysis: SceneAnalysis;
  readonly log: Logger;
}

/** Video analytics of the device: its configurations, and the engine that runs them. */
export interface Analytics {
  readonly engine: AnalyticsEngine;
  /** Facts that the services need. */
  readonly view: AnalysisView;
  /** Takes the configurations of now, and follows their changes. */
  start(): void;
}

/** Local time of a time by the machine's zone; UTC where the zone is not understood. */
function localTime(machine: Machine, utc: number): number {
  const zone = parseTimeZone(machine.zone());
  return zone === undefined ? utc : localClock(zone, utc).getTime();
}

/** Analytics configurations of the profiles that have a metadata configuration (ANA-26). */
function describedBy({ profiles }: Pick<MediaEntities, 'profiles'>, metadata: string): readonly Described[] {
  const tokens = profiles.flatMap(({ configurations: { Metadata, Analytics } }) =>
    Metadata === metadata && Analytics !== undefined ? [Analytics] : [],
  );
  return [...new Set(tokens)].map((token) => ({ token, motion: true, tracker: true }));
}

export function openAnalytics({ store, settings, events, machine, analysis, log }: AnalyticsParts): Analytics {
  const view: AnalysisView = { grid: (source) => analysis.grid(source) };
  const engine = new AnalyticsEngine({
    ...{ analyser: analysis, events, clock: systemClock, demand: events.demand },
    now: () => machine.now(),
    localTime: (utc) => localTime(machine, utc),
    counters: settings.open(counterSetting),
    described: (metadata) => describedBy(store.entities, metadata),
    onError: (error) => log.error({ err: error }, 'the counters of rules could not be stored'),
  });
  const apply = (): void => {
    const { Analytics, VideoSource } = store.entities;
    const running = Analytics.map((one) => {
      const configuration = VideoSource.find(({ source }) => source === one.source)?.token ?? one.source;
      return engineConfiguration(one, configuration, analyticsFacts(store.board, one.source, view));
    });
    engine.apply(running);
  };
  return {
    engine,
    view,
    start: () => {
      events.declare(ruleTypes.filter(({ needsDetector }) => needsDetector !== true).flatMap(topicsOf));
      apply();
      store.onChange(apply);
    },
  };
}
