import { HalError, type HalErrorKind } from '../../hal/ports/hal-error.ts';
import { Fault } from './fault.ts';
import type { FaultName } from './fault-table.ts';

/**
 * Fault for an error of the hardware, by its kind; ter:Action with the driver's reason for kinds without a name of their own. Other
 * errors stay as they are.
 */
export function hardwareFault(error: unknown, names: Partial<Record<HalErrorKind, FaultName>> = {}): unknown {
  if (!(error instanceof HalError)) return error;
  const name = names[error.kind];
  return name === undefined ? new Fault('Action', `Action Failed: ${error.message}`) : new Fault(name, error.message);
}
