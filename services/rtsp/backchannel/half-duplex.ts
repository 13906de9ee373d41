import type { MediaSection } from '../delivery/media-section.ts';
import type { Backchannel } from '../server-options.ts';
import type { BackchannelSection } from './backchannel-section.ts';

/** Milliseconds of silence after which the device may speak again. */
const hangTime = 1000;

/**
 * Whether the device may send its own audio in a session with a backchannel (ONVIF Media, audio channel modes; STR-85).
 * Client: never. Auto: whoever speaks has the channel. Server and none: always.
 */
export function mayDeviceSpeak(
  primacy: Backchannel['primacy'] | undefined,
  talker: Pick<BackchannelSection, 'heard'>,
  now: number,
): boolean {
  if (primacy === 'Client') return false;
  return primacy !== 'Auto' || now - talker.heard > hangTime;
}

/** The sections of a session that have to be silent while the device may not speak. */
export function silenced(sections: readonly MediaSection[]): readonly MediaSection[] {
  return sections.filter(({ kind }) => kind === 'audio');
}
