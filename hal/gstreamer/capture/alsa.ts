import type { PipelinePlan } from '../pipeline/pipeline.ts';

/** µs between two pieces of sound, and of sound that the device may hold: a busy system loses nothing. */
const periods = 'latency-time=20000 buffer-time=200000';

/** Common to both ends: the pipeline keeps the common clock, so that sound and picture have one time (RTCP). */
export const alsaOptions: string = `provide-clock=false ${periods}`;

export const alsaMissing = 'no ALSA element in GStreamer: install gstreamer1.0-alsa';

/** What GStreamer says of a device, and what there is to do. The first row that matches counts. */
const causes: readonly (readonly [said: RegExp, means: string])[] = [
  [/used by another|resource busy/i, 'is used by another program: end that (fuser -v /dev/snd/* tells which)'],
  [/permission denied|operation not permitted/i, 'may not be opened: make the user a member of group audio'],
  [/disconnected/i, 'was unplugged: plug it in again'],
  [/could not open|open error/i, 'is not there: plug it in, or name a device that aplay -L and arecord -L list'],
  [/not-negotiated|could not negotiate|format/i, 'has no format that can be converted: check its channels and rates'],
];

/** Tells the reason of a failure with the device and the remedy. */
export function explainAlsa(device: string): NonNullable<PipelinePlan['explain']> {
  return (reason) => {
    const means = causes.find(([said]) => said.test(reason))?.[1] ?? 'failed';
    return `ALSA device ${device} ${means}; ${reason}`;
  };
}
