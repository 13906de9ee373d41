import * as assert from 'uvu/assert';
import { HalError, type HalErrorKind } from '../../../hal/ports/hal-error.ts';

/** A suite of uvu, for tests that several suites have. */
export type AddTest = (name: string, test: () => Promise<void>) => void;

/** Asserts that something rejects with a HalError of a kind, and gives its message. */
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
