import type { RuleMessage } from './machine.ts';

/** Message of a property that is a boolean, which stands first in the data. */
export function stateMessage(
  name: string,
  value: boolean,
  utc: number,
  operation: 'Initialized' | 'Changed' = 'Changed',
): RuleMessage {
  return { operation, data: [{ name, value }], utc };
}
