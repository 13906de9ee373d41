import * as assert from 'uvu/assert';
import { Fault, WsntFault } from '../../../services/faults/fault.ts';

/** The name of the fault that a call ends with: of the standard's table, or of the element in Detail. */
export async function refusalOf(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Fault) return error.faultName;
    if (error instanceof WsntFault) return /^<([\w:-]+)/.exec(error.detail.xml)?.[1] ?? '';
    throw error;
  }
  assert.unreachable('nothing was refused');
  return '';
}
