import { Fault } from '../faults/fault.ts';
import type { XmlAttribute, XmlElement } from '../schema/xml-element.ts';

/** Names that xml2js finds on every object, or uses on its own: a child of that name would be mixed up with them. */
const awkward: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'cdata']);

/** Stands before awkward names; no name begins with it. */
const mark = '<';

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
  tagNameProcessors: [(name: string): string => (awkward.has(name) ? mark + name : name)],
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

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';

const outermost: Scope = {
  prefix: 'xml',
  uri: xmlNamespace,
  outer: { prefix: 'xmlns', uri: xmlnsNamespace, outer: undefined, all: undefined },
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

/** Namespaces in XML 1.0, 4 and 5.2: one colon at most, within; a prefix must be declared. */
function namespaceOf(name: string, colon: number, scope: Scope): string {
  if (colon < 0) return uriOf('', scope) ?? '';
  if (colon === 0 || colon === name.length - 1 || name.includes(':', colon + 1))
    throw new Fault('WellFormed', `Well-formed Error: ${name} is no qualified name`);
  const uri = uriOf(name.slice(0, colon), scope);
  if (uri === undefined) throw new Fault('WellFormed', `Well-formed Error: the prefix of ${name} is not declared`);
  return uri;
}

class ParsedElement implements XmlElement {
  readonly namespace: string;
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly #scope: Scope;

  constructor(key: string, node: ParsedNode, inherited: Scope, depth: number) {
    if (depth > deepest) throw new Fault('WellFormed', `Well-formed Error: more than ${deepest} levels of elements`);
    const own = typeof node === 'string' ? undefined : node['#attributes'];
    const scope = own === undefined ? inherited : declared(own, inherited);
    const name = nameOf(key);
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

/** Namespaces in XML 1.0, 3 and 5: only the default namespace can be undeclared; xml and xmlns are what they are. */
function checkDeclaration(name: string, prefix: string, uri: string): void {
  const empty = name.length > 5 && (prefix === '' || prefix.includes(':') || uri === '');
  const reserved = uri === xmlNamespace ? prefix !== 'xml' : prefix === 'xml';
  if (empty || reserved || prefix === 'xmlns' || uri === xmlnsNamespace)
    throw new Fault('WellFormed', `Well-formed Error: ${name} declares no prefix`);
}

function declared(attributes: Readonly<Record<string, string>>, inherited: Scope): Scope {
  let scope = inherited;
  for (const name of Object.keys(attributes)) {
    if (!isDeclaration(name)) continue;
    const prefix = name.slice(6);
    const uri = attributes[name] ?? '';
    checkDeclaration(name, prefix, uri);
    scope = { prefix, uri, outer: scope, all: undefined };
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

function nameOf(key: string): string {
  return key.startsWith(mark) ? key.slice(mark.length) : key;
}

/** The name of the root element as it was written, prefix included. */
export function rootNameOf(document: unknown): string {
  return nameOf(Object.keys(document ?? {})[0] ?? '');
}

/**
 * The element tree of a parsed document, `{ root: … }` as xml2js gives it; undefined for an empty one. Children of
 * different names are grouped by name; the codec does not mind.
 */
export function toXmlElement(document: unknown): XmlElement | undefined {
  const [root] = Object.entries((document ?? {}) as Record<string, ParsedNode>);
  return root === undefined ? undefined : new ParsedElement(root[0], root[1], outermost, 1);
}
