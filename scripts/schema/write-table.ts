import {
  type ComplexModel,
  localOf,
  namespaceOf,
  type Occurrence,
  type Particle,
  type SchemaModel,
  xmlSchema,
} from './model.ts';
import { prefixedName } from './prefixes.ts';
import { generatedHeader, inNamespace, propertyName } from './source-text.ts';

/** The run-time table of a namespace, in the notation that services/schema/type-notation.ts reads. */
export function writeTable(namespace: string, prefix: string, model: SchemaModel): string {
  const complexTypes = inNamespace(model.complexTypes, namespace).map(
    ([name, type]) => `    ${propertyName(localOf(name))}: ${JSON.stringify(notation(type, namespace))},`,
  );
  const simpleTypes = inNamespace(model.simpleTypes, namespace).map(([name, type]) => {
    const row = {
      ...type,
      ...(type.base !== undefined && { base: typeName(type.base, namespace) }),
      ...(type.list !== undefined && { list: typeName(type.list, namespace) }),
      ...(type.union !== undefined && { union: type.union.map((member) => typeName(member, namespace)) }),
    };
    return `    ${propertyName(localOf(name))}: ${JSON.stringify(row)},`;
  });
  const elements = inNamespace(model.elements, namespace).map(([name, element]) => {
    const type = `${typeName(element.type, namespace)}${element.nillable ? '~' : ''}`;
    return `    ${propertyName(localOf(name))}: ${JSON.stringify(type)},`;
  });
  return [
    generatedHeader,
    "import type { SchemaTable } from '../schema/schema-table.ts';",
    '',
    'export const table: SchemaTable = {',
    `  namespace: ${JSON.stringify(namespace)},`,
    `  prefix: ${JSON.stringify(prefix)},`,
    '  complexTypes: {',
    ...complexTypes,
    '  },',
    '  simpleTypes: {',
    ...simpleTypes,
    '  },',
    '  elements: {',
    ...elements,
    '  },',
    '};',
    '',
  ].join('\n');
}

function notation(type: ComplexModel, namespace: string): string {
  const words: string[] = [];
  if (type.derivation !== undefined) {
    words.push(`${type.derivation.kind === 'extension' ? '<' : '<-'}${typeName(type.derivation.base, namespace)}`);
  }
  for (const attribute of type.attributes) {
    const name = namespaceOf(attribute.name) === '' ? localOf(attribute.name) : prefixedName(attribute.name);
    words.push(`@${name}${attribute.required ? '!' : ''}=${typeName(attribute.type, namespace)}`);
  }
  if (type.anyAttribute !== undefined) {
    words.push(type.anyAttribute === 'any' ? '@*' : '@other');
  }
  if (type.text !== undefined) {
    words.push(`$${typeName(type.text, namespace)}`);
  }
  if (type.mixed) {
    words.push('$$');
  }
  return [...words, ...type.particles.map((particle) => particleWord(particle, namespace))].join(' ');
}

function particleWord(particle: Particle, namespace: string): string {
  const occurrence = occurrenceMark(particle);
  if (particle.kind === 'any') {
    return `#${particle.namespace}${occurrence}`;
  }
  if (particle.kind === 'choice') {
    return `( ${particle.items.map((item) => particleWord(item, namespace)).join(' ')} )${occurrence}`;
  }
  if (particle.type === '') {
    return `${prefixedName(particle.name)}${occurrence}`;
  }
  return `${localOf(particle.name)}${occurrence}${particle.nillable ? '~' : ''}=${typeName(particle.type, namespace)}`;
}

function occurrenceMark({ min, max }: Occurrence): string {
  if (max === 1) {
    return min === 1 ? '' : '?';
  }
  if (max === Number.POSITIVE_INFINITY && min < 2) {
    return min === 1 ? '+' : '*';
  }
  return `{${min},${max === Number.POSITIVE_INFINITY ? '' : max}}`;
}

function typeName(name: string, namespace: string): string {
  if (namespaceOf(name) === namespace) {
    return localOf(name);
  }
  return namespaceOf(name) === xmlSchema ? `xs:${localOf(name)}` : prefixedName(name);
}
