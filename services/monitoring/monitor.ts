import type { TopicDeclaration } from '../events/event-message.ts';
import type { ChangedStates } from './changed-states.ts';

/** A measurement of the machine that is made again and again while somebody wants its topics. */
export interface Monitor {
  /** Topics of what the machine has; none where it has nothing to measure. */
  readonly topics: readonly TopicDeclaration[];
  /** Measures, and tells what has changed. */
  look(states: ChangedStates): void;
}
