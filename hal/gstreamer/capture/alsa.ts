import { existsSync, readFileSync } from 'node:fs';
import type { PipelinePlan } from '../pipeline/pipeline.ts';

/** Length of a buffer and of the device's memory, µs, long enough for a busy system. */
const periods = 'latency-time=20000 buffer-time=200000';

/** Options of microphones and speakers: the pipeline keeps the common clock, so that sound and picture share one time (RTCP). */
export const alsaOptions: string = `provide-clock=false ${periods}`;

export const alsaMissing = 'no ALSA element in GStreamer: install gstreamer1.0-alsa';

const notFound = 'was not found: plug it in, or name a device of aplay -L or arecord -L';

/** Explanation and remedy by the error text of GStreamer; the first match counts. */
const causes: readonly (readonly [said: RegExp, means: string])[] = [
  [/used by another|resource busy/i, 'is used by another program: end that program (fuser -v /dev/snd/* lists it)'],
  [/permission denied|operation not permitted/i, 'may not be opened: add the user to group audio'],
  [/disconnected/i, 'was unplugged: plug it in again'],
  [/could not open|open error/i, notFound],
  [/not-negotiated|could not negotiate|format/i, 'has no format that can be converted: check its channels and rates'],
];

/** Timers of the kernel's sound system, if it lists them. */
const timersPath = '/proc/asound/timers';

/**
 * Remedy for a shared device (`default` is one, by dsnoop and dmix) on a kernel without timers of sound devices (SND_PCM_TIMER): ALSA's
 * library then fails as if the device were missing. undefined where timers exist or the kernel does not list them.
 */
function withoutTimer(device: string, timers: string): string | undefined {
  if (/^(plug)?hw:/.test(device) || !existsSync(timers)) return undefined;
  return /^P\d/m.test(readFileSync(timers, 'latin1'))
    ? undefined
    : 'needs SND_PCM_TIMER of the kernel, which it lacks: name the hardware (plughw:0) or use another kernel';
}

/** Explains a failure with the device and the remedy. @param timers file that lists the timers of the sound system */
export function explainAlsa(device: string, timers: string = timersPath): NonNullable<PipelinePlan['explain']> {
  return (reason) => {
    const known = causes.find(([said]) => said.test(reason))?.[1] ?? 'failed';
    const means = (known === notFound ? withoutTimer(device, timers) : undefined) ?? known;
    return `ALSA device ${device} ${means}; ${reason}`;
  };
}
