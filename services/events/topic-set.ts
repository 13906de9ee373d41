import { encodeElement } from '../schema/codec.ts';
import type { RawXml } from '../schema/xml-element.ts';
import type { ItemTypes, TopicDeclaration } from './event-message.ts';

interface Node {
  readonly children: Map<string, Node>;
  declaration: TopicDeclaration | undefined;
}

function describe(items: ItemTypes): { SimpleItemDescription: { Name: string; Type: string }[] } {
  return { SimpleItemDescription: Object.entries(items).map(([Name, Type]) => ({ Name, Type })) };
}

function describeData({ data, elements }: TopicDeclaration): object {
  if (elements === undefined) return describe(data);
  const ElementItemDescription = Object.entries(elements).map(([Name, Type]) => ({ Name, Type }));
  return { ...describe(data), ElementItemDescription };
}

function messageDescription(declaration: TopicDeclaration): string {
  const { property, source, key } = declaration;
  return encodeElement('tt:MessageDescription', {
    IsProperty: property,
    ...(Object.keys(source).length > 0 ? { Source: describe(source) } : {}),
    ...(key === undefined ? {} : { Key: describe(key) }),
    Data: describeData(declaration),
  }).xml;
}

function write(name: string, node: Node): string {
  const children = [...node.children].map(([child, below]) => write(child, below)).join('');
  if (node.declaration === undefined) return `<${name}>${children}</${name}>`;
  return `<${name} wstop:topic="true">${messageDescription(node.declaration)}${children}</${name}>`;
}

/** The content of wstop:TopicSet: a tree of elements named by the parts of the topics (WS-Topics 1.3, 6). */
export function topicSet(declarations: readonly TopicDeclaration[]): readonly RawXml[] {
  const root: Node = { children: new Map(), declaration: undefined };
  for (const declaration of declarations) {
    let node = root;
    for (const part of declaration.topic.split('/')) {
      const next = node.children.get(part) ?? { children: new Map(), declaration: undefined };
      node.children.set(part, next);
      node = next;
    }
    node.declaration = declaration;
  }
  return [...root.children].map(([name, node]) => ({ xml: write(name, node) }));
}
