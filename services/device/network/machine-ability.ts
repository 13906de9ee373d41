import { type NotOffered, notOffered } from '../../soap/service.ts';

/** Reason why an operation is not offered, where the machine lacks the ability. */
export function unlessAble(able: boolean, reason: string): NotOffered | undefined {
  return able ? undefined : notOffered(reason);
}
