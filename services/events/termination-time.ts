import { milliseconds } from '../schema/duration.ts';
import { type BaseNotificationFault, baseNotificationFault } from './base-notification-fault.ts';

/** Milliseconds: shortest and longest life of a subscription, and the one of a client that asks for none. */
export const lifetimes = { shortest: 1_000, longest: 86_400_000, usual: 60_000 } as const;

/**
 * The end of a subscription, ms since 1970, from an absolute time or a duration (ONVIF Core, relative and absolute
 * termination times). Longer lives than the longest are cut, as the answer tells; the past is refused.
 */
export function terminationTime(
  asked: Date | string | null | undefined,
  now: number,
  fault: BaseNotificationFault,
): number {
  if (asked === undefined || asked === null) return now + lifetimes.usual;
  const end = asked instanceof Date ? asked.getTime() : now + milliseconds(asked);
  if (!(end >= now + lifetimes.shortest)) {
    throw baseNotificationFault(fault, {
      MinimumTime: new Date(now + lifetimes.shortest),
      MaximumTime: new Date(now + lifetimes.longest),
    });
  }
  return Math.min(end, now + lifetimes.longest);
}
