import type { Components } from './components.ts';
import { anyType, localOf, namespaceOf, type SchemaModel } from './model.ts';
import { readComplexType } from './read-complex-type.ts';
import { readSimpleType } from './read-simple-type.ts';
import { attributeOf, expandedName, type XmlNode } from './xml-tree.ts';

export function readModel(schemas: readonly XmlNode[]): SchemaModel {
  const named = {
    element: new Map<string, XmlNode>(),
    complexType: new Map<string, XmlNode>(),
    simpleType: new Map<string, XmlNode>(),
    attribute: new Map<string, XmlNode>(),
    group: new Map<string, XmlNode>(),
    attributeGroup: new Map<string, XmlNode>(),
  };
  for (const schema of schemas) {
    for (const node of schema.children) {
      if (isKind(named, node.local)) {
        named[node.local].set(`{${schema.attributes.get('targetNamespace') ?? ''}}${attributeOf(node, 'name')}`, node);
      }
    }
  }
  const components: Components = {
    typeOf: (node, wanted) => typeOfDeclaration(node, wanted, components),
    model: { complexTypes: new Map(), simpleTypes: new Map(), elements: new Map() },
    attributes: named.attribute,
    groups: named.group,
    attributeGroups: named.attributeGroup,
    taken: new Set([...named.complexType.keys(), ...named.simpleType.keys()]),
  };
  for (const [name, node] of named.simpleType) {
    components.model.simpleTypes.set(name, readSimpleType(node, name, components));
  }
  for (const [name, node] of named.complexType) {
    components.model.complexTypes.set(name, readComplexType(node, name, components));
  }
  for (const [name, node] of named.element) {
    const type = typeOfDeclaration(node, name, components);
    components.model.elements.set(name, { type, nillable: node.attributes.get('nillable') === 'true' });
  }
  return components.model;
}

/** Name of the type of an element or attribute declaration; an anonymous one is read under the wanted name. */
function typeOfDeclaration(node: XmlNode, wanted: string, components: Components): string {
  const type = node.attributes.get('type');
  if (type !== undefined) {
    return expandedName(node, type);
  }
  const anonymous = node.children.find((child) => child.local === 'complexType' || child.local === 'simpleType');
  if (anonymous === undefined) {
    return anyType;
  }
  const name = freeName(wanted, components);
  if (anonymous.local === 'complexType') {
    components.model.complexTypes.set(name, readComplexType(anonymous, name, components));
  } else {
    components.model.simpleTypes.set(name, readSimpleType(anonymous, name, components));
  }
  return name;
}

function freeName(wanted: string, components: Components): string {
  let name = wanted;
  while (components.taken.has(name)) {
    name = `{${namespaceOf(name)}}${localOf(name)}Content`;
  }
  components.taken.add(name);
  return name;
}

function isKind<Kinds extends object>(kinds: Kinds, name: string): name is string & keyof Kinds {
  return name in kinds;
}
