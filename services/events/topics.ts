import type { TopicDeclaration } from './event-message.ts';

/** Namespace of the conventional prefix tns1. */
export const topicNamespace = 'http://www.onvif.org/ver10/topics';

/** Topics of the device by name, in the order of their declaration. */
export class Topics {
  readonly #declared = new Map<string, TopicDeclaration>();

  declare(topics: readonly TopicDeclaration[]): void {
    for (const topic of topics) {
      if (!/^tns1:[A-Za-z][A-Za-z0-9_]*(\/[A-Za-z][A-Za-z0-9_]*)+$/.test(topic.topic))
        throw new Error(`no topic name: ${topic.topic}`);
      this.#declared.set(topic.topic, topic);
    }
  }

  get all(): readonly TopicDeclaration[] {
    return [...this.#declared.values()];
  }

  find(topic: string): TopicDeclaration | undefined {
    return this.#declared.get(topic);
  }

  has(topic: string): boolean {
    return this.#declared.has(topic);
  }
}
