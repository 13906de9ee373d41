import type { Notification } from '../events/notification.ts';
import type { Frame } from '../generated/tt.ts';

/** Events and frames that wait in one stream; the oldest are dropped. All properties of a device fit (COR-21). @internal */
export const backlogLimits = { events: 1024, frames: 32 } as const;

/** Events of one document, and roughly their characters: receivers need not take documents of 1 MiB. @internal */
export const documentLimits = { events: 128, characters: 262_144 } as const;

function charactersOf({ topic, items }: Notification): number {
  return items.reduce((sum, { Name, Value }) => sum + Name.length + Value.length + 50, topic.length + 400);
}

/** Number of events for one document, at least one. */
function batchOf(events: readonly Notification[]): number {
  let characters = 0;
  for (const [index, one] of events.entries()) {
    characters += charactersOf(one);
    if (index >= documentLimits.events || (index > 0 && characters > documentLimits.characters)) return index;
  }
  return events.length;
}

/** Events and frames that wait for the next documents of one stream. */
export class Backlog {
  readonly #events: Notification[] = [];
  readonly #frames: Frame[] = [];

  get empty(): boolean {
    return this.#events.length === 0 && this.#frames.length === 0;
  }

  addEvents(...events: readonly Notification[]): void {
    this.#events.push(...events);
    this.#events.splice(0, Math.max(0, this.#events.length - backlogLimits.events));
  }

  addFrame(frame: Frame): void {
    this.#frames.push(frame);
    if (this.#frames.length > backlogLimits.frames) this.#frames.shift();
  }

  /** Takes the content of one document, oldest first. */
  take(): { readonly events: readonly Notification[]; readonly frames: readonly Frame[] } {
    return { events: this.#events.splice(0, batchOf(this.#events)), frames: this.#frames.splice(0) };
  }
}
