import type { XmlAttribute, XmlElement } from '../schema/xml-element.ts';
import { Fault } from './fault.ts';

/**
 * xml2js without its namespace mode, which costs as much again as the parsing: prefixes are resolved below. The keys of
 * its own begin with '#', which no element name does, so that no element can pass for text or attributes.
 */
export const xml2jsOptions = {
  attrkey: '#attributes',
  charkey: '#text',
  explicitArray: true,
  includeWhiteChars: true,
  strict: true,
} as const;

/** What xml2js makes of an element: its text alone, or an object whose other keys are lists of child elements. */
export type ParsedNode = string | ParsedObject;

interface ParsedObject {
  readonly '#text'?: string;
  readonly '#attributes'?: Readonly<Record<string, string>>;
}

/** Levels of elements; the deepest ONVIF message needs about twenty. */
const deepest = 64;

const noAttributes: readonly XmlAttribute[] = [];
const noChildren: readonly XmlElement[] = [];

/** Declarations in scope, innermost first: cheaper than a map for each element, and made into one only when asked for. */
interface Scope {
  readonly prefix: string;
  readonly uri: string;
  readonly outer: Scope | undefined;
  all: ReadonlyMap<string, string> | undefined;
}

const outermost: Scope = {
  prefix: 'xml',
  uri: 'http://www.w3.org/XML/1998/namespace',
  outer: { prefix: 'xmlns', uri: 'http://www.w3.org/2000/xmlns/', outer: undefined, all: undefined },
  all: undefined,
};

function uriOf(prefix: string, scope: Scope): string | undefined {
  for (let one: Scope | undefined = scope; one !== undefined; one = one.outer)
    if (one.prefix === prefix) return one.uri;
  return undefined;
}

function allOf(scope: Scope): ReadonlyMap<string, string> {
  if (scope.all !== undefined) return scope.all;
  const all = new Map<string, string>();
  for (let one: Scope | undefined = scope; one !== undefined; one = one.outer)
    if (!all.has(one.prefix)) all.set(one.prefix, one.uri);
  scope.all = all;
  return all;
}

/** Namespaces in XML 1.0, 5.2: a prefix must be declared; an attribute without one is in no namespace. */
function namespaceOf(name: string, colon: number, scope: Scope): string {
  const uri = uriOf(colon < 0 ? '' : name.slice(0, colon), scope);
  if (uri === undefined && colon >= 0)
    throw new Fault('WellFormed', `Well-formed Error: the prefix of ${name} is not declared`);
  return uri ?? '';
}

class ParsedElement implements XmlElement {
  readonly namespace: string;
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly #scope: Scope;

  constructor(name: string, node: ParsedNode, inherited: Scope, depth: number) {
    if (depth > deepest) throw new Fault('WellFormed', `Well-formed Error: more than ${deepest} levels of elements`);
    const own = typeof node === 'string' ? undefined : node['#attributes'];
    const scope = own === undefined ? inherited : declared(own, inherited);
    const colon = name.indexOf(':');
    this.#scope = scope;
    this.namespace = namespaceOf(name, colon, scope);
    this.local = name.slice(colon + 1);
    this.attributes = own === undefined ? noAttributes : attributesOf(own, scope);
    this.children = typeof node === 'string' ? noChildren : childrenOf(node, scope, depth + 1);
    this.text = typeof node === 'string' ? node : (node['#text'] ?? '');
  }

  get namespaces(): ReadonlyMap<string, string> {
    return allOf(this.#scope);
  }
}

function isDeclaration(name: string): boolean {
  return name.startsWith('xmlns') && (name.length === 5 || name[5] === ':');
}

function declared(attributes: Readonly<Record<string, string>>, inherited: Scope): Scope {
  let scope = inherited;
  for (const name of Object.keys(attributes)) {
    if (isDeclaration(name))
      scope = { prefix: name.slice(6), uri: attributes[name] ?? '', outer: scope, all: undefined };
  }
  return scope;
}

function attributesOf(attributes: Readonly<Record<string, string>>, scope: Scope): readonly XmlAttribute[] {
  const all: XmlAttribute[] = [];
  for (const name of Object.keys(attributes)) {
    if (isDeclaration(name)) continue;
    const colon = name.indexOf(':');
    const namespace = colon < 0 ? '' : namespaceOf(name, colon, scope);
    all.push({ namespace, local: name.slice(colon + 1), value: attributes[name] ?? '' });
  }
  return all;
}

function childrenOf(node: ParsedObject, scope: Scope, depth: number): readonly XmlElement[] {
  const children: XmlElement[] = [];
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (key.startsWith('#') || !Array.isArray(value)) continue;
    for (const one of value as ParsedNode[]) children.push(new ParsedElement(key, one, scope, depth));
  }
  return children;
}

/**
 * The element tree of a parsed document, `{ root: … }` as xml2js gives it; undefined for an empty one. Children of
 * different names are grouped by name; the codec does not mind.
 */
export function toXmlElement(document: unknown): XmlElement | undefined {
  const [root] = Object.entries((document ?? {}) as Record<string, ParsedNode>);
  return root === undefined ? undefined : new ParsedElement(root[0], root[1], outermost, 1);
}
