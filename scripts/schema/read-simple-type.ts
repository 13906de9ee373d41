import type { Components } from './components.ts';
import { localOf, type SimpleModel } from './model.ts';
import { attributeOf, childOf, childrenOf, expandedName, type XmlNode } from './xml-tree.ts';

/** Patterns that the schemas get wrong, with what they mean: the dot of DotDecimalOID matched anything, at exponential cost. */
const correctedPatterns: Readonly<Record<string, string>> = { '[0-9]+(.[0-9]+)*': '[0-9]+(\\.[0-9]+)*' };

const numericFacets = ['length', 'minLength', 'maxLength', 'minInclusive', 'maxInclusive'] as const;

export function readSimpleType(node: XmlNode, name: string, components: Components): SimpleModel {
  const list = childOf(node, 'list');
  if (list !== undefined) {
    return { list: itemType(list, 'itemType', `${name}Item`, components) };
  }
  const union = childOf(node, 'union');
  if (union !== undefined) {
    const members = (union.attributes.get('memberTypes') ?? '').split(/\s+/).filter((member) => member !== '');
    const inline = childrenOf(union, 'simpleType').map((child, index) => {
      const memberName = `${name}Member${index + 1}`;
      components.model.simpleTypes.set(memberName, readSimpleType(child, memberName, components));
      return memberName;
    });
    return { union: [...members.map((member) => expandedName(union, member)), ...inline] };
  }
  const restriction = childOf(node, 'restriction');
  if (restriction === undefined) {
    throw new Error(`${localOf(name)} is neither restriction, list nor union`);
  }
  return readRestriction(restriction, name, components);
}

function readRestriction(restriction: XmlNode, name: string, components: Components): SimpleModel {
  const facets: Record<string, number> = {};
  for (const facet of restriction.children) {
    const numeric = numericFacets.find((candidate) => candidate === facet.local);
    if (numeric !== undefined) {
      facets[numeric] = Number(attributeOf(facet, 'value'));
    } else if (!['enumeration', 'pattern', 'annotation', 'simpleType'].includes(facet.local)) {
      throw new Error(`facet ${facet.local} of ${localOf(name)} is not supported`);
    }
  }
  const enumeration = childrenOf(restriction, 'enumeration').map((row) => attributeOf(row, 'value'));
  const patterns = childrenOf(restriction, 'pattern')
    .map((row) => attributeOf(row, 'value'))
    .map((pattern) => correctedPatterns[pattern] ?? pattern);
  return {
    base: itemType(restriction, 'base', `${name}Base`, components),
    ...facets,
    ...(enumeration.length > 0 && { enumeration }),
    ...(patterns.length > 0 && { pattern: patterns.join('|') }),
  };
}

function itemType(node: XmlNode, attribute: string, wanted: string, components: Components): string {
  const named = node.attributes.get(attribute);
  return named === undefined ? components.typeOf(node, wanted) : expandedName(node, named);
}
