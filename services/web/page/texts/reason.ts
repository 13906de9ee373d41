import { NotSignedIn, TooManyAttempts } from '../session/session.ts';
import { SoapFault } from '../soap/soap-fault.ts';
import { common } from './common.ts';

/** Sentence for a person about anything that was thrown. */
export function reasonOf(error: unknown): string {
  const words = common();
  if (error instanceof TooManyAttempts) return words.tooMany;
  if (error instanceof NotSignedIn) return words.notAllowed;
  if (error instanceof SoapFault)
    return error.codes.includes('NotAuthorized') ? words.notAllowed : words.refused(error.message);
  // Browsers reject with TypeError when there is no connection.
  if (error instanceof TypeError || error instanceof DOMException) return words.unreachable;
  return error instanceof Error ? error.message : String(error);
}
