import type { Components } from './components.ts';
import { localOf, namespaceOf, type Occurrence, type Particle } from './model.ts';
import { attributeOf, childOf, childrenOf, expandedName, type XmlNode } from './xml-tree.ts';

const once: Occurrence = { min: 1, max: 1 };

/** The content of a type in schema order; sequences that occur once are dissolved into it. */
export function readParticles(node: XmlNode, owner: string, components: Components): readonly Particle[] {
  const model = childOf(node, 'sequence', 'choice', 'all', 'group');
  return model === undefined ? [] : readModelGroup(model, owner, components);
}

function readModelGroup(node: XmlNode, owner: string, components: Components): readonly Particle[] {
  const occurrence = readOccurrence(node);
  if (node.local === 'group') {
    const group = components.groups.get(expandedName(node, attributeOf(node, 'ref')));
    if (group === undefined || !isOnce(occurrence)) {
      throw new Error(`a group of ${localOf(owner)} is not supported`);
    }
    return readParticles(group, owner, components);
  }
  const parts = childrenOf(node, 'element', 'any', 'sequence', 'choice', 'all', 'group').map((child) =>
    readParticle(child, owner, components),
  );
  if (node.local === 'choice') {
    // Alternatives of several members do not occur in the set; the tables have no way to write them.
    return [{ kind: 'choice', items: parts.map((part) => single(part, owner)), ...occurrence }];
  }
  if (!isOnce(occurrence) && parts.length > 0) {
    throw new Error(`a repeated sequence in ${localOf(owner)} is not supported`);
  }
  return parts.flat();
}

function readParticle(node: XmlNode, owner: string, components: Components): readonly Particle[] {
  if (node.local === 'any') {
    return [{ kind: 'any', namespace: readWildcard(node, owner), ...readOccurrence(node) }];
  }
  if (node.local !== 'element') {
    return readModelGroup(node, owner, components);
  }
  const reference = node.attributes.get('ref');
  if (reference !== undefined) {
    return [
      { kind: 'element', name: expandedName(node, reference), type: '', nillable: false, ...readOccurrence(node) },
    ];
  }
  const local = attributeOf(node, 'name');
  const wanted = `{${namespaceOf(owner)}}${localOf(owner)}${local.charAt(0).toUpperCase()}${local.slice(1)}`;
  return [
    {
      kind: 'element',
      name: `{${namespaceOf(owner)}}${local}`,
      type: components.typeOf(node, wanted),
      nillable: node.attributes.get('nillable') === 'true',
      ...readOccurrence(node),
    },
  ];
}

function readWildcard(node: XmlNode, owner: string): 'any' | 'other' | 'target' {
  switch (node.attributes.get('namespace') ?? '##any') {
    case '##any':
      return 'any';
    case '##other':
      return 'other';
    case '##targetNamespace':
      return 'target';
    default:
      throw new Error(`a wildcard of ${localOf(owner)} is not supported`);
  }
}

function readOccurrence(node: XmlNode): Occurrence {
  const max = node.attributes.get('maxOccurs') ?? '1';
  return {
    min: Number(node.attributes.get('minOccurs') ?? '1'),
    max: max === 'unbounded' ? Number.POSITIVE_INFINITY : Number(max),
  };
}

function isOnce({ min, max }: Occurrence): boolean {
  return min === once.min && max === once.max;
}

function single(parts: readonly Particle[], owner: string): Particle {
  const [part, ...rest] = parts;
  if (part === undefined || rest.length > 0) {
    throw new Error(`an alternative of several members in ${localOf(owner)} is not supported`);
  }
  return part;
}
