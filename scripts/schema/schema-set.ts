import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { attributeOf, childrenOf, parseXmlTree, type XmlNode } from './xml-tree.ts';

/** Everything reachable from the documents, in the order of discovery. */
interface SchemaSet {
  /** xs:schema elements, those of the WSDLs too. */
  readonly schemas: readonly XmlNode[];
  readonly definitions: readonly XmlNode[];
}

/** Reads WSDLs and schemas with all that they import; absolute addresses go through the set's OASIS catalog. */
export function readSchemaSet(folder: string, documents: readonly string[]): SchemaSet {
  const catalog = readCatalog(folder);
  const schemas: XmlNode[] = [];
  const definitions: XmlNode[] = [];
  const seen = new Set<string>();

  function follow(from: string, node: XmlNode): void {
    for (const reference of childrenOf(node, 'import', 'include')) {
      const location = reference.attributes.get('schemaLocation') ?? reference.attributes.get('location');
      if (location !== undefined) {
        read(location.includes('://') ? catalog(location) : resolve(dirname(from), location));
      }
    }
  }

  function read(path: string): void {
    if (seen.has(path)) {
      return;
    }
    seen.add(path);
    const root = parseXmlTree(readFileSync(path, 'utf8'));
    if (root.local === 'definitions') {
      definitions.push(root);
      follow(path, root);
      for (const schema of childrenOf(root, 'types').flatMap((types) => childrenOf(types, 'schema'))) {
        schemas.push(schema);
        follow(path, schema);
      }
      return;
    }
    schemas.push(root);
    follow(path, root);
  }

  for (const document of documents) {
    read(resolve(folder, document));
  }
  return { schemas, definitions };
}

function readCatalog(folder: string): (address: string) => string {
  const rows: { readonly prefix: string; readonly exact: boolean; readonly target: string }[] = [];
  const root = parseXmlTree(readFileSync(join(folder, 'catalog.xml'), 'utf8'));
  for (const group of childrenOf(root, 'group')) {
    const base = group.attributes.get('{http://www.w3.org/XML/1998/namespace}base') ?? '';
    for (const row of childrenOf(group, 'system')) {
      rows.push({ prefix: attributeOf(row, 'systemId'), exact: true, target: base + attributeOf(row, 'uri') });
    }
    for (const row of childrenOf(group, 'rewriteSystem')) {
      const target = base + attributeOf(row, 'rewritePrefix');
      rows.push({ prefix: attributeOf(row, 'systemIdStartString'), exact: false, target });
    }
  }
  return (address) => {
    const row = rows.find(({ prefix, exact }) => (exact ? address === prefix : address.startsWith(prefix)));
    if (row === undefined) {
      throw new Error(`${address} is not in the catalog`);
    }
    return resolve(folder, row.exact ? row.target : row.target + address.slice(row.prefix.length));
  };
}
