import type { Logger } from 'pino';
import { reasonOf } from '../../ports/hal-error.ts';
import type { MediaEngineEvent } from '../../ports/media-engine.ts';
import { Pipeline, type PipelinePlan, type PropertyValue } from './pipeline.ts';
import { Retries } from './retries.ts';

export interface PipelineRunnerOptions {
  /** Name of the hub or channel of the pipeline's sink. */
  readonly name: string;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
  /** Plan of the next start; `failures` counts the failed starts since the last success. */
  readonly plan: (failures: number) => PipelinePlan;
}

/** Keeps a pipeline running: a failed pipeline is reported and restarted after growing delays; a repeated reason is logged once. */
export class PipelineRunner {
  readonly #options: PipelineRunnerOptions;
  #pipeline: Pipeline | undefined;
  #explain: PipelinePlan['explain'];
  readonly #retries = new Retries({ first: 250, longest: 10_000 });
  #retry: NodeJS.Timeout | undefined;
  #wanted = false;

  constructor(options: PipelineRunnerOptions) {
    this.#options = options;
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#launch();
  }

  stop(): void {
    this.#wanted = false;
    this.#retries.restart();
    this.#down();
  }

  /** Restarts the pipeline with a new plan; does nothing while it is stopped. */
  restart(): void {
    if (!this.#wanted) return;
    this.#down();
    this.#launch();
  }

  /** Sets properties that may change while playing. */
  set(element: string, properties: Readonly<Record<string, PropertyValue>>): void {
    this.#pipeline?.set(element, properties);
  }

  /** Marks the present start as a success, after data was seen. */
  alive(): void {
    if (this.#retries.failures > 0) this.#options.onEvent({ kind: 'pipeline-recovered', id: this.#options.name });
    this.#retries.succeeded(performance.now());
  }

  /** Fails a running pipeline that does nothing. */
  fail(reason: string): void {
    if (this.#pipeline !== undefined) this.#fail(reason);
  }

  #launch(): void {
    try {
      const plan = this.#options.plan(this.#retries.failures);
      this.#explain = plan.explain;
      this.#pipeline = new Pipeline(plan, this.#options.name, (kind, text) => this.#fail(`${kind}: ${text}`));
      this.#pipeline.play();
    } catch (error) {
      this.#fail(reasonOf(error));
    }
  }

  #down(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#pipeline?.release();
    this.#pipeline = undefined;
  }

  #fail(said: string): void {
    const reason = this.#explain?.(said) ?? said;
    this.#down();
    if (!this.#wanted) return;
    const delay = this.#retries.delay();
    this.#options.log[this.#retries.isNew(reason, performance.now()) ? 'warn' : 'debug'](
      { pipeline: this.#options.name, reason, delay },
      'pipeline failed',
    );
    this.#options.onEvent({ kind: 'pipeline-failed', id: this.#options.name, reason });
    this.#retry = setTimeout(() => this.#launch(), delay);
  }
}
