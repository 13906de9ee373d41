import type { Summary } from '../../../firmware/summary.ts';

/** Where the guest is on QEMU's own network. */
const guestAddress = '10.0.2.15';

/**
 * The summary of a camera behind QEMU's network, with the host's address in the guest's place: ports are the same on both
 * sides. An address of all interfaces is shown as loopback, where it can be reached too.
 */
export function hostSummary(summary: Summary, address: string): Summary {
  const shown = address === '0.0.0.0' ? '127.0.0.1' : address;
  const move = (text: string): string => text.replace(`//${guestAddress}:`, `//${shown}:`);
  return {
    ...summary,
    onvif: move(summary.onvif),
    rtsp: summary.rtsp.map(move),
    snapshot: summary.snapshot.map(move),
  };
}
