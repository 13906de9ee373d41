import { namespaceOf, type SchemaModel } from './model.ts';
import { foreignPrefixes, identifierOf, prefixes } from './prefixes.ts';
import { readModel } from './read-model.ts';
import { readOperations } from './read-operations.ts';
import { readSchemaSet } from './schema-set.ts';
import { generatedHeader } from './source-text.ts';
import { readAccessRows, writeOperations } from './write-operations.ts';
import { writeTable } from './write-table.ts';
import { writeTypes } from './write-types.ts';

const documents = [
  'ver10/device/wsdl/devicemgmt.wsdl',
  'ver10/events/wsdl/event.wsdl',
  'ver10/media/wsdl/media.wsdl',
  'ver20/media/wsdl/media.wsdl',
  'ver20/imaging/wsdl/imaging.wsdl',
  'ver20/ptz/wsdl/ptz.wsdl',
  'ver10/deviceio.wsdl',
  'ver20/analytics/wsdl/analytics.wsdl',
  'ver10/advancedsecurity/wsdl/advancedsecurity.wsdl',
  // No WSDL imports the elements of motion regions.
  'ver20/analytics/rules.xsd',
];

/** @internal */
export const services: readonly string[] = [
  'device',
  'events',
  'media',
  'media2',
  'imaging',
  'ptz',
  'deviceio',
  'analytics',
  'advancedsecurity',
];

/** The generated files by name. `access` is the text of operations.tsv. */
export function generateSchema(folder: string, access: string): Map<string, string> {
  const set = readSchemaSet(folder, documents);
  const model = readModel(set.schemas);
  const operations = readOperations(set.definitions);
  const rows = readAccessRows(access);
  const files = new Map<string, string>();
  for (const [namespace, prefix] of prefixes) {
    if (!hasContent(model, namespace)) {
      throw new Error(`the set has nothing in ${namespace}`);
    }
    files.set(`${prefix}.ts`, writeTypes(namespace, model));
    files.set(`${prefix}-table.ts`, writeTable(namespace, prefix, model));
  }
  for (const service of services) {
    files.set(`${service}-operations.ts`, writeOperations(service, rows, operations));
  }
  files.set('tables.ts', writeTables());
  return files;
}

function hasContent(model: SchemaModel, namespace: string): boolean {
  return [...model.complexTypes.keys(), ...model.elements.keys()].some((name) => namespaceOf(name) === namespace);
}

function writeTables(): string {
  const list = [...prefixes.values()].sort();
  const declared = [...prefixes, ...foreignPrefixes].sort(([, a], [, b]) => (a < b ? -1 : 1));
  return [
    generatedHeader,
    "import type { SchemaTable } from '../schema/schema-table.ts';",
    ...list.map((prefix) => `import { table as ${identifierOf(prefix)} } from './${prefix}-table.ts';`),
    '',
    `export const tables: readonly SchemaTable[] = [${list.map(identifierOf).join(', ')}];`,
    '',
    'export const namespaceDeclarations: Readonly<Record<string, string>> = {',
    ...declared.map(([namespace, prefix]) => `  ${JSON.stringify(prefix)}: ${JSON.stringify(namespace)},`),
    '};',
    '',
  ].join('\n');
}
