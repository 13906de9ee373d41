import { namespaceDeclarations, tables } from '../generated/tables.ts';
import type { SchemaTable, SimpleTypeRow } from './schema-table.ts';
import { parseTypeNotation, type TypeNotation } from './type-notation.ts';

/** Name split at its prefix; `namespace` is undefined for an unknown prefix. */
interface SplitName {
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string | undefined;
}

const tableOf: ReadonlyMap<string, SchemaTable> = new Map(tables.map((table) => [table.prefix, table]));
const uris: ReadonlyMap<string, string> = new Map([
  ...Object.entries(namespaceDeclarations),
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
]);
const prefixes: ReadonlyMap<string, string> = new Map([...uris].map(([prefix, uri]) => [uri, prefix]));

/** Conventional prefix of a namespace. */
export function conventionalPrefix(namespace: string): string | undefined {
  return prefixes.get(namespace);
}

export function namespaceOfPrefix(prefix: string): string | undefined {
  return uris.get(prefix);
}

export function splitName(name: string): SplitName {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  return { prefix, local: name.slice(colon + 1), namespace: uris.get(prefix) };
}

export function complexTypeOf(name: string): TypeNotation | undefined {
  const { prefix, local } = splitName(name);
  const text = own(tableOf.get(prefix)?.complexTypes, local);
  return text === undefined ? undefined : parseTypeNotation(text, prefix);
}

/** Row of a simple type, its type names prefixed. */
export function simpleTypeOf(name: string): SimpleTypeRow | undefined {
  const { prefix, local } = splitName(name);
  const row = own(tableOf.get(prefix)?.simpleTypes, local);
  if (row === undefined) {
    return undefined;
  }
  return {
    ...row,
    ...(row.base !== undefined && { base: qualified(row.base, prefix) }),
    ...(row.list !== undefined && { list: qualified(row.list, prefix) }),
    ...(row.union !== undefined && { union: row.union.map((member) => qualified(member, prefix)) }),
  };
}

export function elementOf(name: string): { readonly type: string; readonly nillable: boolean } | undefined {
  const { prefix, local } = splitName(name);
  const text = own(tableOf.get(prefix)?.elements, local);
  if (text === undefined) {
    return undefined;
  }
  const nillable = text.endsWith('~');
  return { type: qualified(nillable ? text.slice(0, -1) : text, prefix), nillable };
}

function own<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function qualified(name: string, prefix: string): string {
  return name.includes(':') ? name : `${prefix}:${name}`;
}
