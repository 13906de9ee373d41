import type { AccessClass } from './access-class.ts';

/** Operation as a row of the generated table. */
export interface SchemaOperation {
  readonly name: string;
  readonly access: AccessClass;
  /** True for an operation that needs no login while the device has no user. */
  readonly setup?: true;
  /** wsa:Action of request and response. */
  readonly action: string;
  readonly responseAction: string;
  /** Message elements by prefixed name, `tds:GetUsers`. */
  readonly request: string;
  readonly response: string;
}

/** Operations of a service by name; the port types of a service share one table. */
export type OperationTable<Name extends string = string> = Readonly<Record<Name, SchemaOperation>>;
