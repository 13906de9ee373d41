import type { Line } from '../delivery/line.ts';
import type { Backchannel } from '../server-options.ts';
import type { BackchannelLine } from './backchannel-line.ts';

/** Milliseconds of silence after which the device may speak again. */
const hangTime = 1000;

/**
 * Whether the device may send its own audio in a session with a backchannel (ONVIF Media, audio channel modes; STR-85).
 * Client: never. Auto: whoever speaks has the channel. Server and none: always.
 */
export function mayDeviceSpeak(
  primacy: Backchannel['primacy'] | undefined,
  talker: Pick<BackchannelLine, 'heard'>,
  now: number,
): boolean {
  if (primacy === 'Client') return false;
  return primacy !== 'Auto' || now - talker.heard > hangTime;
}

/** The lines of a session that have to be silent while the device may not speak. */
export function silenced(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ kind }) => kind === 'audio');
}
