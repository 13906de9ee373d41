import { SaxesParser } from 'saxes';

/** An element of a schema document, with the prefixes in scope: QNames in attribute values need them. */
export interface XmlNode {
  readonly namespace: string;
  readonly local: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
}

const implied: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);

interface OpenNode extends XmlNode {
  readonly children: OpenNode[];
}

/** Parses a document; text is dropped, because schemas keep everything that counts in attributes. */
export function parseXmlTree(text: string): XmlNode {
  const parser = new SaxesParser({ xmlns: true });
  const open: OpenNode[] = [];
  const roots: OpenNode[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const attributes = new Map<string, string>();
    for (const attribute of Object.values(tag.attributes)) {
      attributes.set(
        attribute.prefix === '' ? attribute.local : `{${attribute.uri}}${attribute.local}`,
        attribute.value,
      );
    }
    const parent = open.at(-1);
    const prefixes = new Map([...(parent?.prefixes ?? implied), ...Object.entries(tag.ns)]);
    const node: OpenNode = { namespace: tag.uri, local: tag.local, attributes, prefixes, children: [] };
    (parent?.children ?? roots).push(node);
    open.push(node);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
  const root = roots[0];
  if (root === undefined) {
    throw new Error('an XML document without an element');
  }
  return root;
}

export function childrenOf(node: XmlNode, ...locals: readonly string[]): readonly XmlNode[] {
  return node.children.filter((child) => locals.includes(child.local));
}

export function childOf(node: XmlNode, ...locals: readonly string[]): XmlNode | undefined {
  return childrenOf(node, ...locals)[0];
}

export function attributeOf(node: XmlNode, name: string): string {
  const value = node.attributes.get(name);
  if (value === undefined) {
    throw new Error(`${node.local} has no attribute ${name}`);
  }
  return value;
}

/** `{namespace}local` of a QName written at this node. */
export function expandedName(node: XmlNode, qualifiedName: string): string {
  const colon = qualifiedName.indexOf(':');
  const prefix = colon < 0 ? '' : qualifiedName.slice(0, colon);
  const namespace = node.prefixes.get(prefix);
  if (namespace === undefined && prefix !== '') {
    throw new Error(`the prefix of ${qualifiedName} is not declared`);
  }
  return `{${namespace ?? ''}}${qualifiedName.slice(colon + 1)}`;
}
