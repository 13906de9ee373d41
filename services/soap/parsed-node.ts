import type { XmlAttribute, XmlElement } from '../schema/xml-element.ts';
import { Fault } from './fault.ts';

/**
 * xml2js with namespaces. The keys of its own begin with '#', which no element name does, so that no element can
 * pass for text or attributes.
 */
export const xml2jsOptions = {
  xmlns: true,
  attrkey: '#attributes',
  charkey: '#text',
  childkey: '#children',
  explicitArray: true,
  includeWhiteChars: true,
  strict: true,
} as const;

interface ParsedName {
  readonly uri: string;
  readonly local: string;
}

interface ParsedAttribute extends ParsedName {
  readonly name: string;
  readonly prefix: string;
  readonly value: string;
}

/** What xml2js makes of an element under `xml2jsOptions`; other keys are lists of child elements. */
export interface ParsedNode {
  /** xml2js forms this key itself, from attrkey. */
  readonly '#attributesns': ParsedName;
  readonly '#text'?: string;
  readonly '#attributes'?: Readonly<Record<string, ParsedAttribute>>;
}

/** Levels of elements; the deepest ONVIF message needs about twenty. */
const deepest = 64;

const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';
const noAttributes: readonly XmlAttribute[] = [];

function declared(node: ParsedNode, inherited: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  let own: Map<string, string> | undefined;
  for (const attribute of Object.values(node['#attributes'] ?? {})) {
    if (attribute.uri !== xmlnsNamespace && attribute.prefix !== 'xmlns' && attribute.name !== 'xmlns') continue;
    own ??= new Map(inherited);
    own.set(attribute.name === 'xmlns' ? '' : attribute.local, attribute.value);
  }
  return own ?? inherited;
}

function attributesOf(node: ParsedNode): readonly XmlAttribute[] {
  const all = node['#attributes'];
  if (all === undefined) return noAttributes;
  return Object.values(all)
    .filter((one) => one.prefix !== 'xmlns' && one.name !== 'xmlns')
    .map((one) => ({ namespace: one.uri, local: one.local, value: one.value }));
}

function convert(node: ParsedNode, inherited: ReadonlyMap<string, string>, depth: number): XmlElement {
  if (depth > deepest) throw new Fault('WellFormed', `Well-formed Error: more than ${deepest} levels of elements`);
  const namespaces = declared(node, inherited);
  const children: XmlElement[] = [];
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (key.startsWith('#') || !Array.isArray(value)) continue;
    for (const one of value as ParsedNode[]) children.push(convert(one, namespaces, depth + 1));
  }
  const name = node['#attributesns'];
  return {
    namespace: name.uri,
    local: name.local,
    attributes: attributesOf(node),
    namespaces,
    children,
    text: node['#text'] ?? '',
  };
}

/** The element tree of a parsed document. Children of different names are grouped by name; the codec does not mind. */
export function toXmlElement(root: ParsedNode): XmlElement {
  return convert(root, new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]), 1);
}
