/** Types of one namespace, written by scripts/generate-schema.ts. */
export interface SchemaTable {
  readonly namespace: string;
  readonly prefix: string;
  /** Local name → notation (type-notation.ts). */
  readonly complexTypes: Readonly<Record<string, string>>;
  readonly simpleTypes: Readonly<Record<string, SimpleTypeRow>>;
  /** Local name → type name, `~` after it when nillable. */
  readonly elements: Readonly<Record<string, string>>;
}

/** Simple type: a restriction (`base` and facets), a list or a union. */
export interface SimpleTypeRow {
  readonly base?: string;
  readonly list?: string;
  readonly union?: readonly string[];
  readonly enumeration?: readonly string[];
  readonly pattern?: string;
  readonly length?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minInclusive?: number;
  readonly maxInclusive?: number;
}
