import type * as tt from '../generated/tt.ts';
import { Fault } from '../soap/fault.ts';

/** Both schemas want the element; the device does not stream by multicast (RTPMulticast is false). */
export const noMulticast: tt.MulticastConfiguration = {
  Address: { Type: 'IPv4', IPv4Address: '0.0.0.0' },
  Port: 0,
  TTL: 0,
  AutoStart: false,
};

/** Fault ConfigModify for a wish that could not come true; what we sent ourselves, or nothing, is fine. */
export function checkNoMulticast(wanted: tt.MulticastConfiguration | undefined): void {
  if (wanted === undefined) return;
  const { Type, IPv4Address = '0.0.0.0' } = wanted.Address;
  const nothing = (Type === 'IPv4' && IPv4Address === '0.0.0.0') || wanted.Port === 0;
  if (!nothing || wanted.AutoStart) throw new Fault('ConfigModify', 'Multicast is not offered');
}
