import type { XmlAttribute, XmlElement } from '../../../schema/xml-element.ts';

/** The Trusted Types of a browser, as far as the page uses them. */
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string };
}

/** DOMParser counts as a script sink although XML runs none: the policy lets it pass. */
const policy = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes?.createPolicy('soap', {
  createHTML: (text) => text,
});

const declarations = 'http://www.w3.org/2000/xmlns/';

type Scope = ReadonlyMap<string, string>;

function scopeOf(element: Element, outer: Scope): Scope {
  const own = [...element.attributes].filter(({ namespaceURI }) => namespaceURI === declarations);
  if (own.length === 0) return outer;
  return new Map([
    ...outer,
    ...own.map(({ name, localName, value }) => [name === 'xmlns' ? '' : localName, value] as const),
  ]);
}

function elementOf(element: Element, outer: Scope): XmlElement {
  const namespaces = scopeOf(element, outer);
  const attributes: XmlAttribute[] = [...element.attributes]
    .filter(({ namespaceURI }) => namespaceURI !== declarations)
    .map(({ namespaceURI, localName, value }) => ({ namespace: namespaceURI ?? '', local: localName, value }));
  const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE || nodeType === 4);
  return {
    namespace: element.namespaceURI ?? '',
    local: element.localName,
    attributes,
    namespaces,
    children: [...element.children].map((child) => elementOf(child, namespaces)),
    text: texts.map(({ nodeValue }) => nodeValue ?? '').join(''),
  };
}

/** Root element of a document; throws for one that is not well formed. */
export function parseDocument(text: string): XmlElement {
  const trusted = policy?.createHTML(text) ?? text;
  const { documentElement } = new DOMParser().parseFromString(trusted, 'application/xml');
  if (documentElement.getElementsByTagName('parsererror').length > 0) throw new Error('the answer is no XML');
  return elementOf(documentElement, new Map());
}
