import type { EventSink, SimpleItems } from '../../events/event-message.ts';
import type { RuleMemory, RuleMessage, RuleStart, RunningRule } from '../rules/machine.ts';
import type { Scene } from '../scene/scene.ts';
import type { EngineRule } from './configuration.ts';

/** A rule that runs, with the properties that clients know of it. */
export class RuleRunner {
  readonly rule: EngineRule;
  readonly #events: EventSink;
  readonly #running: RunningRule;
  /** Last messages of its properties, by topic and key. */
  readonly #properties = new Map<string, RuleMessage>();

  constructor(rule: EngineRule, events: EventSink, start: RuleStart, memory: RuleMemory | undefined) {
    this.rule = rule;
    this.#events = events;
    this.#running = rule.create();
    this.#publish(this.#running.begin(start, memory));
  }

  /** Whether it is armed and on: the first item of one of its properties is true. */
  get on(): boolean {
    return this.rule.armed && [...this.#properties.values()].some(({ data }) => data[0]?.value === true);
  }

  /** undefined for a rule that counts nothing. */
  get memory(): RuleMemory | undefined {
    return this.#running.memory();
  }

  next(scene: Scene): void {
    if (this.rule.armed) this.#publish(this.#running.next(scene));
  }

  reset(utc: number): void {
    this.#publish(this.#running.reset(utc));
  }

  /** Turns its properties off, and ends them. */
  end(utc: number): void {
    this.reset(utc);
    for (const message of [...this.#properties.values()]) this.#publish([{ ...message, operation: 'Deleted', utc }]);
  }

  #publish(messages: readonly RuleMessage[]): void {
    for (const message of messages) {
      const { topic = this.rule.topics[0], operation, key, data, utc } = message;
      const name = JSON.stringify([topic, key]);
      if (operation === 'Deleted') this.#properties.delete(name);
      else if (operation !== undefined) this.#properties.set(name, message);
      const items: SimpleItems = Object.fromEntries(data.map(({ name, value }) => [name, value]));
      this.#events.publish({
        ...{ topic, source: this.rule.source, data: items, utc },
        ...(key === undefined ? {} : { key }),
        ...(operation === undefined ? {} : { operation }),
      });
    }
  }
}
