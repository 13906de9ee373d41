import type { XmlAttribute, XmlElement } from './xml-element.ts';

const instance = 'http://www.w3.org/2001/XMLSchema-instance';

/** True for xsi:type, xsi:nil and schema locations, which any element may have (XML Schema Part 1, 2.6). */
export function isInstanceAttribute(attribute: XmlAttribute): boolean {
  return attribute.namespace === instance || attribute.namespace === 'http://www.w3.org/2000/xmlns/';
}

export function isNil(element: XmlElement): boolean {
  return element.attributes.some(
    ({ namespace, local, value }) => namespace === instance && local === 'nil' && ['true', '1'].includes(value.trim()),
  );
}
