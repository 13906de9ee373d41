import { backchannelTag, unsupportedTags } from '../headers/require.ts';
import type { Presentation } from '../server-options.ts';
import { RtspError } from '../status.ts';
import type { MethodContext } from './context.ts';

type Requiring = Pick<MethodContext, 'required'>;

function check(tags: readonly string[], supported: readonly string[]): void {
  const unsupported = unsupportedTags(tags, supported);
  if (unsupported !== '') throw new RtspError(551, undefined, [['Unsupported', unsupported]]);
}

/** Refuses tags that no profile has with 551 (RFC 2326 12.32), before the user is asked for. */
export function checkRequirements({ required }: Requiring): void {
  check(required, [backchannelTag]);
}

/** Whether the client asks for the backchannel; 551 when the profile has none (STR-80, STR-82). */
export function wantsBackchannel({ required }: Requiring, presentation: Presentation | undefined): boolean {
  check(required, presentation?.backchannel === undefined ? [] : [backchannelTag]);
  return required.length > 0;
}
