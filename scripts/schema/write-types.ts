import {
  anyType,
  type ComplexModel,
  localOf,
  namespaceOf,
  type Particle,
  type SchemaModel,
  type SimpleModel,
  xmlSchema,
} from './model.ts';
import { identifierOf, prefixedName, prefixes } from './prefixes.ts';
import { generatedHeader, inNamespace, propertyName, typeIdentifier } from './source-text.ts';

/** TypeScript of the XML Schema built-in types; globalThis because the standard has types named Date and Object. */
const builtIn: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  int: 'number',
  integer: 'number',
  nonNegativeInteger: 'number',
  positiveInteger: 'number',
  unsignedInt: 'number',
  unsignedShort: 'number',
  unsignedByte: 'number',
  unsignedLong: 'number',
  short: 'number',
  byte: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  decimal: 'number',
  dateTime: 'globalThis.Date',
  base64Binary: 'globalThis.Uint8Array',
  hexBinary: 'globalThis.Uint8Array',
  anyType: 'AnyType',
};

/** The interfaces of a namespace: names and structure only. */
export function writeTypes(namespace: string, model: SchemaModel): string {
  const body: string[] = [];
  for (const [name, type] of inNamespace(model.simpleTypes, namespace)) {
    body.push(`export type ${typeIdentifier(localOf(name))} = ${simpleText(type, namespace)};`, '');
  }
  for (const [name, type] of inNamespace(model.complexTypes, namespace)) {
    body.push(...complexText(name, type, namespace, model), '');
  }
  for (const [name, element] of inNamespace(model.elements, namespace)) {
    if (element.type !== name && !model.complexTypes.has(name) && !model.simpleTypes.has(name)) {
      body.push(`export type ${typeIdentifier(localOf(name))} = ${reference(element.type, namespace)};`, '');
    }
  }
  const text = body.join('\n');
  return [generatedHeader, ...imports(text, namespace), '', text].join('\n');
}

function imports(text: string, own: string): string[] {
  const namespaces = [...prefixes]
    .filter(([namespace, prefix]) => namespace !== own && text.includes(` ${identifierOf(prefix)}.`))
    .map(([, prefix]) => `import type * as ${identifierOf(prefix)} from './${prefix}.ts';`)
    .sort();
  const shared = ['AnyType', 'RawXml', 'XmlElement'].filter((name) => new RegExp(`[ (]${name}\\b`).test(text));
  return shared.length === 0
    ? namespaces
    : [...namespaces, `import type { ${shared.join(', ')} } from '../schema/xml-element.ts';`];
}

function simpleText(type: SimpleModel, namespace: string): string {
  if (type.enumeration !== undefined) {
    return type.enumeration.map((value) => JSON.stringify(value)).join(' | ');
  }
  if (type.list !== undefined) {
    return `readonly (${reference(type.list, namespace)})[]`;
  }
  if (type.union !== undefined) {
    return [...new Set(type.union.map((member) => reference(member, namespace)))].join(' | ');
  }
  return reference(type.base ?? `{${xmlSchema}}string`, namespace);
}

function complexText(name: string, type: ComplexModel, namespace: string, model: SchemaModel): string[] {
  const members = new Map<string, string>();
  function add(member: string, text: string): void {
    if (members.has(member) && member !== 'Any') {
      throw new Error(`${prefixedName(name)} has two members named ${member}`);
    }
    members.set(member, text);
  }
  for (const attribute of type.attributes) {
    add(localOf(attribute.name), `${attribute.required ? '' : '?'}: ${reference(attribute.type, namespace)}`);
  }
  if (type.text !== undefined) {
    add('value', `: ${reference(type.text, namespace)}`);
  }
  if (type.mixed) {
    add('value', '?: string');
  }
  for (const particle of type.particles) {
    addParticle(particle, false);
  }
  function addParticle(particle: Particle, within: boolean): void {
    if (particle.kind === 'choice') {
      for (const item of particle.items) {
        addParticle(particle.max > 1 ? { ...item, max: Number.POSITIVE_INFINITY } : item, true);
      }
    } else if (particle.kind === 'any') {
      add('Any', '?: readonly (XmlElement | RawXml)[]');
    } else {
      add(localOf(particle.name), elementText(particle, within, namespace, model));
    }
  }
  const base = type.derivation === undefined ? '' : ` extends ${reference(type.derivation.base, namespace)}`;
  const lines = [...members].map(([member, text]) => `  readonly ${propertyName(member)}${text};`);
  return [`export interface ${typeIdentifier(localOf(name))}${base} {`, ...lines, '}'];
}

function elementText(
  particle: Particle & { readonly kind: 'element' },
  optional: boolean,
  namespace: string,
  model: SchemaModel,
): string {
  const declared = particle.type === '' ? model.elements.get(particle.name) : particle;
  if (declared === undefined) {
    throw new Error(`${particle.name} is not declared`);
  }
  const type = `${reference(declared.type, namespace)}${declared.nillable ? ' | null' : ''}`;
  const mark = optional || particle.min === 0 ? '?' : '';
  return particle.max > 1 ? `${mark}: readonly (${type})[]` : `${mark}: ${type}`;
}

function reference(type: string, namespace: string): string {
  if (type === anyType || namespaceOf(type) === xmlSchema) {
    return builtIn[localOf(type)] ?? 'string';
  }
  const identifier = typeIdentifier(localOf(type));
  if (namespaceOf(type) === namespace) {
    return identifier;
  }
  const prefix = prefixes.get(namespaceOf(type));
  if (prefix === undefined) {
    return 'string';
  }
  return `${identifierOf(prefix)}.${identifier}`;
}
