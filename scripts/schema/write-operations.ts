import { localOf, namespaceOf } from './model.ts';
import { identifierOf, prefixedName, prefixOf } from './prefixes.ts';
import type { OperationModel } from './read-operations.ts';
import { generatedHeader, typeIdentifier } from './source-text.ts';

interface AccessRow {
  readonly service: string;
  readonly portType: string;
  readonly operation: string;
  readonly access: string;
}

/**
 * Operations that answer without a login while the device has no user: who it is, and the creation of the first
 * administrator. The standard leaves the way into the device open; their access class holds from then on.
 */
const setupOperations: ReadonlySet<string> = new Set(['tds:GetDeviceInformation', 'tds:CreateUsers']);

/** Rows of operations.tsv; a trailing `?` (inferred there) is dropped. */
export function readAccessRows(text: string): readonly AccessRow[] {
  const [, ...lines] = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [service = '', portType = '', operation = '', access = ''] = line.split('\t');
    return { service, portType, operation, access: access.replace(/\?$/, '') };
  });
}

/** `<service>-operations.ts`: the map of types and the run-time table. */
export function writeOperations(
  service: string,
  rows: readonly AccessRow[],
  operations: ReadonlyMap<string, OperationModel>,
): string {
  const merged = new Map<string, OperationModel & { readonly access: string }>();
  for (const row of rows.filter((candidate) => candidate.service === service)) {
    const operation = operations.get(`${row.portType}/${row.operation}`);
    if (operation === undefined) {
      continue;
    }
    const known = merged.get(row.operation);
    if (known !== undefined && known.request !== operation.request) {
      throw new Error(`${service} has two operations named ${row.operation}`);
    }
    // Several port types repeat an operation; the one whose action is its own namespace's stands for all.
    if (known === undefined || (row.portType === 'SubscriptionManager' && known.access === row.access)) {
      merged.set(row.operation, { ...operation, access: row.access });
    }
  }
  const sorted = [...merged.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const capital = `${service.charAt(0).toUpperCase()}${service.slice(1)}Operations`;
  const used = new Set(
    sorted.flatMap(({ request, response }) => [request, response]).map((name) => prefixOf(namespaceOf(name))),
  );
  return [
    generatedHeader,
    "import type { OperationTable } from '../schema/operation-table.ts';",
    ...[...used].sort().map((prefix) => `import type * as ${identifierOf(prefix)} from './${prefix}.ts';`),
    '',
    `export interface ${capital} {`,
    ...sorted.map(
      ({ name, request, response }) => `  ${name}: { request: ${typeOf(request)}; response: ${typeOf(response)} };`,
    ),
    '}',
    '',
    `export const ${service}Operations: OperationTable<keyof ${capital}> = {`,
    ...sorted.map((operation) => `  ${operation.name}: ${JSON.stringify(row(operation))},`),
    '};',
    '',
  ].join('\n');
}

function row(operation: OperationModel & { readonly access: string }): object {
  const { name, access, action, responseAction } = operation;
  const [request, response] = [prefixedName(operation.request), prefixedName(operation.response)];
  const setup = setupOperations.has(request) ? { setup: true } : {};
  return { name, access, ...setup, action, responseAction, request, response };
}

function typeOf(element: string): string {
  return `${identifierOf(prefixOf(namespaceOf(element)))}.${typeIdentifier(localOf(element))}`;
}
