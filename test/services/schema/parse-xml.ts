import { SaxesParser } from 'saxes';
import { namespaceAttributes } from '../../../services/schema/codec.ts';
import type { XmlElement } from '../../../services/schema/xml-element.ts';

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

/** Parses a document to the form that the codec takes. */
export function parseXml(xml: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: OpenElement[] = [];
  const roots: OpenElement[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const parent = open.at(-1);
    const element: OpenElement = {
      namespace: tag.uri,
      local: tag.local,
      attributes: Object.values(tag.attributes)
        .filter(({ name, prefix }) => name !== 'xmlns' && prefix !== 'xmlns')
        .map(({ uri, local, value }) => ({ namespace: uri, local, value })),
      namespaces: new Map([...(parent?.namespaces ?? []), ...Object.entries(tag.ns)]),
      children: [],
      text: '',
    };
    (parent?.children ?? roots).push(element);
    open.push(element);
  });
  for (const event of ['text', 'cdata'] as const) {
    parser.on(event, (text) => {
      const element = open.at(-1);
      if (element !== undefined) {
        element.text += text;
      }
    });
  }
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  const root = roots[0];
  if (root === undefined) {
    throw new Error('no element');
  }
  return root;
}

/** Parses a fragment that uses the conventional prefixes. */
export function parseFragment(xml: string): XmlElement {
  const element = parseXml(`<fragment${namespaceAttributes}>${xml}</fragment>`).children[0];
  if (element === undefined) {
    throw new Error('an empty fragment');
  }
  return element;
}
