import { namespaceDeclarations as declarations } from '../generated/tables.ts';
import { elementTag } from './element-codec.ts';
import { MessagePath } from './message-path.ts';
import type { OperationTable, SchemaOperation } from './operation-table.ts';
import { EncodeError, SchemaError } from './schema-error.ts';
import { typeCodec } from './type-codec.ts';
import { elementOf, splitName } from './type-registry.ts';
import type { RawXml, XmlElement } from './xml-element.ts';

/** Namespaces of encoded messages by prefix; the Envelope declares them. */
export const namespaceDeclarations: Readonly<Record<string, string>> = declarations;

/**
 * Declarations of all namespaces for a start tag: ` xmlns:tt="…" …`.
 * @internal
 */
export const namespaceAttributes: string = Object.entries(namespaceDeclarations)
  .map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  .join('');

const requests = new WeakMap<OperationTable, ReadonlyMap<string, SchemaOperation>>();

/**
 * Operation of a message element; undefined when the table has none.
 * @internal
 */
export function findOperation(operations: OperationTable, element: XmlElement): SchemaOperation | undefined {
  let index = requests.get(operations);
  if (index === undefined) {
    index = new Map(Object.values(operations).map((operation) => [expand(operation.request), operation]));
    requests.set(operations, index);
  }
  return index.get(`${element.namespace} ${element.local}`);
}

/**
 * Decodes the child of a request's Body. Throws SchemaError.
 * @internal
 */
export function decodeRequest(
  operations: OperationTable,
  element: XmlElement,
): { readonly operation: SchemaOperation; readonly value: unknown } {
  const operation = findOperation(operations, element);
  if (operation === undefined) {
    throw new SchemaError('unknown-operation', element.local);
  }
  return { operation, value: decodeElement(operation.request, element) };
}

/**
 * Encodes the child of a response's Body. Throws EncodeError.
 * @internal
 */
export function encodeResponse<Name extends string>(
  operations: OperationTable<Name>,
  name: Name,
  value: unknown,
): string {
  return encodeElement(operations[name].response, value).xml;
}

/**
 * Encodes a global element, or a named type in an element of the type's name (ONVIF names elements within ElementItem
 * and topics that way). Throws EncodeError.
 */
export function encodeElement(name: string, value: unknown): RawXml {
  const codec = typeCodec(typeOfElement(name));
  try {
    return { xml: codec.encode(value, elementTag(name), 0) };
  } catch (error) {
    throw error instanceof EncodeError ? error.within(splitName(name).local) : error;
  }
}

/** Decodes an element that `encodeElement` can encode; its own name is not checked. Throws SchemaError. */
export function decodeElement(name: string, element: XmlElement): unknown {
  const path = new MessagePath(splitName(name).local);
  return typeCodec(typeOfElement(name)).decode(element, path);
}

function typeOfElement(name: string): string {
  return elementOf(name)?.type ?? name;
}

function expand(name: string): string {
  const { namespace, local } = splitName(name);
  return `${namespace ?? ''} ${local}`;
}
