import { Fault } from '../faults/fault.ts';
import type { XmlAttribute, XmlElement } from '../schema/xml-element.ts';
import { isDeclaration, NamespaceScope } from './namespace-scope.ts';
import { deepest } from './well-formed.ts';

/** Names that every object has or xml2js uses itself; children of these names need a mark. */
const awkward: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'cdata']);

/** Prefix of awkward names; no element name begins with it. */
const mark = '<';

/**
 * Options of xml2js. Its namespace mode is off, as it doubles the cost; prefixes are resolved below. Its own keys begin with
 * '#', which no element name does, so that no element can be taken for text or attributes.
 */
export const xml2jsOptions = {
  attrkey: '#attributes',
  charkey: '#text',
  explicitArray: true,
  includeWhiteChars: true,
  strict: true,
  tagNameProcessors: [(name: string): string => (awkward.has(name) ? mark + name : name)],
} as const;

/** Element as xml2js represents it: its text, or an object whose other keys are lists of child elements. */
type ParsedNode = string | ParsedObject;

interface ParsedObject {
  readonly '#text'?: string;
  readonly '#attributes'?: Readonly<Record<string, string>>;
}

const noAttributes: readonly XmlAttribute[] = [];
const noChildren: readonly XmlElement[] = [];

class ParsedElement implements XmlElement {
  readonly namespace: string;
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly namespaces: NamespaceScope;

  constructor(key: string, node: ParsedNode, inherited: NamespaceScope, depth: number) {
    if (depth > deepest) throw new Fault('WellFormed', `Well-formed Error: more than ${deepest} levels of elements`);
    const own = typeof node === 'string' ? undefined : node['#attributes'];
    const scope = own === undefined ? inherited : inherited.within(own);
    const name = nameOf(key);
    const colon = name.indexOf(':');
    this.namespaces = scope;
    this.namespace = scope.namespaceOf(name, colon);
    this.local = name.slice(colon + 1);
    this.attributes = own === undefined ? noAttributes : attributesOf(own, scope);
    this.children = typeof node === 'string' ? noChildren : childrenOf(node, scope, depth + 1);
    this.text = typeof node === 'string' ? node : (node['#text'] ?? '');
  }
}

function attributesOf(attributes: Readonly<Record<string, string>>, scope: NamespaceScope): readonly XmlAttribute[] {
  const all: XmlAttribute[] = [];
  for (const name of Object.keys(attributes)) {
    if (isDeclaration(name)) continue;
    const colon = name.indexOf(':');
    const namespace = colon < 0 ? '' : scope.namespaceOf(name, colon);
    all.push({ namespace, local: name.slice(colon + 1), value: attributes[name] ?? '' });
  }
  return all;
}

function childrenOf(node: ParsedObject, scope: NamespaceScope, depth: number): readonly XmlElement[] {
  const children: XmlElement[] = [];
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (key.startsWith('#') || !Array.isArray(value)) continue;
    for (const one of value as ParsedNode[]) children.push(new ParsedElement(key, one, scope, depth));
  }
  return children;
}

function nameOf(key: string): string {
  return key.startsWith(mark) ? key.slice(mark.length) : key;
}

/**
 * Element tree of a document that xml2js parsed to `{ root: … }`; undefined for an empty one. Children are grouped by name,
 * which the codec accepts.
 */
export function toXmlElement(document: unknown): XmlElement | undefined {
  const [root] = Object.entries((document ?? {}) as Record<string, ParsedNode>);
  return root === undefined ? undefined : new ParsedElement(root[0], root[1], NamespaceScope.outermost, 1);
}
