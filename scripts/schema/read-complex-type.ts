import type { Components } from './components.ts';
import { type AttributeModel, anyType, type ComplexModel, localOf, namespaceOf, xmlSchema } from './model.ts';
import { readParticles } from './read-particles.ts';
import { attributeOf, childOf, childrenOf, expandedName, type XmlNode } from './xml-tree.ts';

export function readComplexType(node: XmlNode, name: string, components: Components): ComplexModel {
  const content = childOf(node, 'simpleContent', 'complexContent');
  if (content === undefined) {
    return { ...readContent(node, name, components), mixed: node.attributes.get('mixed') === 'true' };
  }
  const derived = childOf(content, 'extension', 'restriction');
  if (derived === undefined) {
    throw new Error(`${localOf(name)} derives from nothing`);
  }
  const base = expandedName(derived, attributeOf(derived, 'base'));
  const own = readContent(derived, name, components);
  const mixed = [node, content].some((place) => place.attributes.get('mixed') === 'true');
  if (content.local === 'simpleContent' && !components.taken.has(base)) {
    return { ...own, mixed: false, text: base };
  }
  if (content.local === 'simpleContent' && components.model.simpleTypes.has(base)) {
    return { ...own, mixed: false, text: base };
  }
  return { ...own, mixed, derivation: { kind: derived.local === 'extension' ? 'extension' : 'restriction', base } };
}

type Content = Pick<ComplexModel, 'particles' | 'attributes' | 'anyAttribute'>;

function readContent(node: XmlNode, name: string, components: Components): Content {
  const anyAttribute = childOf(node, 'anyAttribute');
  return {
    particles: readParticles(node, name, components),
    attributes: readAttributes(node, name, components),
    ...(anyAttribute !== undefined && {
      anyAttribute: anyAttribute.attributes.get('namespace') === '##other' ? 'other' : 'any',
    }),
  };
}

function readAttributes(node: XmlNode, name: string, components: Components): AttributeModel[] {
  const own = childrenOf(node, 'attribute').map((attribute) => readAttribute(attribute, name, components));
  const grouped = childrenOf(node, 'attributeGroup').flatMap((reference) => {
    const group = components.attributeGroups.get(expandedName(reference, attributeOf(reference, 'ref')));
    return group === undefined ? [] : readAttributes(group, name, components);
  });
  return [...own, ...grouped];
}

/** A local attribute is unqualified everywhere in the set; a reference carries the namespace of its declaration. */
function readAttribute(node: XmlNode, owner: string, components: Components): AttributeModel {
  const required = node.attributes.get('use') === 'required';
  const reference = node.attributes.get('ref');
  if (reference !== undefined) {
    const name = expandedName(node, reference);
    return { name, required, type: typeOfGlobalAttribute(name, components) };
  }
  const name = attributeOf(node, 'name');
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  const wanted = `{${namespaceOf(owner)}}${localOf(owner)}${capital}`;
  return { name: `{}${name}`, required, type: simpleOr(components.typeOf(node, wanted)) };
}

/** The xml: attributes come from a namespace that has no table; the set uses xml:lang alone. */
function typeOfGlobalAttribute(name: string, components: Components): string {
  const declaration = components.attributes.get(name);
  if (name === '{http://www.w3.org/XML/1998/namespace}lang') {
    return `{${xmlSchema}}language`;
  }
  if (declaration === undefined) {
    throw new Error(`the attribute ${localOf(name)} is not declared`);
  }
  const known = `${name}Attribute`;
  return components.model.simpleTypes.has(known) ? known : simpleOr(components.typeOf(declaration, known));
}

function simpleOr(type: string): string {
  return type === anyType ? anyType.replace('anyType', 'anySimpleType') : type;
}
