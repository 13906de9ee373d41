import type { FaultRow } from './fault-row.ts';
import { genericFaults } from './generic-faults.ts';
import { securityFaults } from './security-faults.ts';
import { serviceFaults } from './service-faults.ts';

export type FaultName = keyof typeof genericFaults | keyof typeof serviceFaults | keyof typeof securityFaults;

/** Every fault of the device by its name. */
export const faultTable: Readonly<Record<FaultName, FaultRow>> = {
  ...genericFaults,
  ...serviceFaults,
  ...securityFaults,
};
