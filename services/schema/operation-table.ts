import type { OperationRow } from '../soap/service.ts';

/** An operation with its message elements by prefixed name, `tds:GetUsers`. */
export interface SchemaOperation extends OperationRow {
  readonly request: string;
  readonly response: string;
}

/** Operations of a service by name; the port types of a service share one table. */
export type OperationTable<Name extends string = string> = Readonly<Record<Name, SchemaOperation>>;
