import type { PipelinePlan } from '../pipeline/pipeline.ts';

/** Length of a buffer and of the device's memory, µs, long enough for a busy system. */
const periods = 'latency-time=20000 buffer-time=200000';

/** Options of microphones and speakers: the pipeline keeps the common clock, so that sound and picture share one time (RTCP). */
export const alsaOptions: string = `provide-clock=false ${periods}`;

export const alsaMissing = 'no ALSA element in GStreamer: install gstreamer1.0-alsa';

/** Explanation and remedy by the error text of GStreamer; the first match counts. */
const causes: readonly (readonly [said: RegExp, means: string])[] = [
  [/used by another|resource busy/i, 'is used by another program: end that program (fuser -v /dev/snd/* lists it)'],
  [/permission denied|operation not permitted/i, 'may not be opened: add the user to group audio'],
  [/disconnected/i, 'was unplugged: plug it in again'],
  [/could not open|open error/i, 'was not found: plug it in, or name a device of aplay -L or arecord -L'],
  [/not-negotiated|could not negotiate|format/i, 'has no format that can be converted: check its channels and rates'],
];

/** Explains a failure with the device and the remedy. */
export function explainAlsa(device: string): NonNullable<PipelinePlan['explain']> {
  return (reason) => {
    const means = causes.find(([said]) => said.test(reason))?.[1] ?? 'failed';
    return `ALSA device ${device} ${means}; ${reason}`;
  };
}
