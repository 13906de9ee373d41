import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import type { RtpSubscription } from '../../../hal/ports/rtp-stream.ts';
import { InterleavedReceiver } from '../../hal/rtp-receivers.ts';
import { streamOf } from '../../hal/running-engine.ts';

/** Stream of a camera while a test receives it. */
export interface Playing {
  readonly receiver: InterleavedReceiver;
  readonly subscription: RtpSubscription;
  /** Number of whole pictures so far. */
  readonly pictures: () => number;
}

/** Plays the second encoder of an engine over interleaved TCP. */
export async function play(from: MediaEngine): Promise<Playing> {
  const receiver = await InterleavedReceiver.open(from);
  const subscription = streamOf(from, 'VideoEncoder2').subscribe(receiver.target);
  await subscription.play();
  subscription.start();
  return { receiver, subscription, pictures: () => receiver.rtp.filter(({ marker }) => marker).length };
}

/** Ends a stream and its receiver. */
export function close({ receiver, subscription }: Playing): void {
  subscription.close();
  receiver.close();
}
