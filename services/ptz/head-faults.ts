import { HalError, type HalErrorKind } from '../../hal/ports/hal-error.ts';
import { Fault } from '../faults/fault.ts';
import type { FaultName } from '../faults/fault-table.ts';

/** Faults of commands that the head refuses; the standard names none for a head that looks for its reference, or that is gone. */
const faults: Readonly<Record<HalErrorKind, FaultName>> = {
  'out-of-range': 'InvalidPosition',
  unsupported: 'SpaceNotSupported',
  busy: 'Action',
  gone: 'Action',
  io: 'Action',
};

/** Fault for an error of the head; any other error as it is. */
export function headFault(error: unknown): unknown {
  return error instanceof HalError ? new Fault(faults[error.kind], `The head refuses: ${error.message}`) : error;
}
