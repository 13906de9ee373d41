import { milliseconds } from '../../schema/simple/duration.ts';
import { type BaseNotificationFault, baseNotificationFault } from '../base-notification-fault.ts';

/** Milliseconds: shortest and longest life of a subscription, and its life when the client asks for none. */
export const lifetimes = { shortest: 1_000, longest: 86_400_000, usual: 60_000 } as const;

/**
 * The life of a subscription from now on in milliseconds, from an absolute time or a duration (ONVIF Core, relative and
 * absolute termination times). Lives longer than the longest are cut, as the answer tells; the past is refused.
 * @param now wall clock, milliseconds since 1970
 */
export function lifetimeOf(asked: Date | string | null | undefined, now: number, fault: BaseNotificationFault): number {
  if (asked === undefined || asked === null) return lifetimes.usual;
  const lifetime = asked instanceof Date ? asked.getTime() - now : milliseconds(asked);
  if (!(lifetime >= lifetimes.shortest)) {
    throw baseNotificationFault(fault, {
      MinimumTime: new Date(now + lifetimes.shortest),
      MaximumTime: new Date(now + lifetimes.longest),
    });
  }
  return Math.min(lifetime, lifetimes.longest);
}
