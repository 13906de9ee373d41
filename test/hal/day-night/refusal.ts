import * as assert from 'uvu/assert';
import { HalError, type HalErrorKind } from '../../../hal/ports/hal-error.ts';

/** Suite of uvu, for shared tests. */
export type AddTest = (name: string, test: () => Promise<void>) => void;

/** Asserts that a promise rejects with a HalError of a kind. Returns its message. */
export async function refusal(kind: HalErrorKind, action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    assert.instance(error, HalError, String(error));
    const { kind: found, message } = error as HalError;
    assert.is(found, kind, message);
    return message;
  }
  return assert.unreachable(`no HalError '${kind}'`) as never;
}
