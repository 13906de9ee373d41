import { addon, type SubscriberHandle } from '../../hal/native/addon.ts';
import type { PlayPoint } from '../../hal/ports/rtp-stream.ts';

/** Waits for the play point and starts the packets. */
export async function play(subscriber: SubscriberHandle): Promise<PlayPoint> {
  const point = await new Promise<PlayPoint>((resolve) =>
    addon.play(subscriber, (sequence, rtpTime, wallClock) => resolve({ sequence, rtpTime, wallClock })),
  );
  addon.start(subscriber);
  return point;
}
