import type { EntityStore } from '../../entities/entity-store.ts';
import { findConfiguration } from '../../entities/profiles.ts';
import type { AnalysisView } from '../configurations.ts';
import { analyticsFacts } from '../configurations.ts';
import type { AnalyticsFacts } from '../parameters/parameter.ts';
import type { AnalyticsConfiguration } from '../stored-configuration.ts';

export interface AnalyticsServiceOptions {
  readonly store: EntityStore;
  /** Facts of the running analysis; absent where only the board is known. */
  readonly analysis?: AnalysisView;
}

/** Analytics configurations as the operations of the service read and change them. */
export class ConfigurationAccess {
  readonly #options: AnalyticsServiceOptions;

  constructor(options: AnalyticsServiceOptions) {
    this.#options = options;
  }

  /** Fault: NoConfig. */
  one(token: string): AnalyticsConfiguration {
    return findConfiguration(this.#options.store.entities, 'Analytics', token);
  }

  /** Fault: NoConfig. */
  factsOf(token: string): AnalyticsFacts {
    return this.#facts(this.one(token));
  }

  /** Facts of the first configuration: those of the device. */
  get facts(): AnalyticsFacts {
    const { store, analysis } = this.#options;
    return analyticsFacts(store.board, store.entities.Analytics[0]?.source ?? '', analysis);
  }

  /** All or nothing: `next` works on what the change before it left; the result is stored, then in force. Fault: NoConfig. */
  async change(
    token: string,
    next: (present: AnalyticsConfiguration, facts: AnalyticsFacts) => Partial<AnalyticsConfiguration>,
  ): Promise<object> {
    await this.#options.store.change((present) => {
      const before = findConfiguration(present, 'Analytics', token);
      const after = { ...before, ...next(before, this.#facts(before)) };
      const Analytics = present.Analytics.map((one) => (one === before ? after : one));
      return { next: { ...present, Analytics }, changes: [{ kind: 'configuration', token, type: 'Analytics' }] };
    });
    return {};
  }

  #facts({ source }: AnalyticsConfiguration): AnalyticsFacts {
    const { store, analysis } = this.#options;
    return analyticsFacts(store.board, source, analysis);
  }
}
