import { clientDeviations } from './client-deviations.ts';
import type { SimpleCodec } from './simple/lexical.ts';
import { simpleCodec } from './simple/simple-type.ts';
import type { NotedChoice, NotedElement, NotedParticle, NotedWildcard, TypeNotation } from './type-notation.ts';
import { complexTypeOf, elementOf, namespaceOfPrefix, splitName } from './type-registry.ts';

/** Complex type with the members of its base types, for decoding and encoding. */
export interface ComplexShape {
  readonly attributes: readonly AttributeSlot[];
  readonly anyAttribute: 'any' | 'other' | undefined;
  /** Attributes that clients send although the type has none of that name. */
  readonly ignoredAttributes: readonly string[];
  /** Whether elements of other names are skipped. */
  readonly skipsUnknown: boolean;
  /** Whether clients send text although the type has none. */
  readonly ignoresText: boolean;
  /** Type of simple content. */
  readonly text: TypedText | undefined;
  readonly mixed: boolean;
  /** Elements and wildcards in schema order. */
  readonly slots: readonly (ElementSlot | WildcardSlot)[];
  readonly choices: readonly Choice[];
}

export interface AttributeSlot {
  readonly member: string;
  readonly namespace: string;
  /** Attribute name as written, with prefix when qualified. */
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
  readonly codec: SimpleCodec;
}

interface TypedText {
  readonly type: string;
  readonly codec: SimpleCodec;
}

export interface ElementSlot {
  readonly kind: 'element';
  readonly member: string;
  readonly namespace: string;
  /** Element name with prefix. */
  readonly tag: string;
  readonly type: string;
  readonly nillable: boolean;
  readonly min: number;
  readonly max: number;
  /** Namespace in which some clients send the element instead. */
  readonly otherNamespace?: string;
  /** Clients leave the element out although the schema demands it. */
  readonly mayBeAbsent?: boolean;
}

export interface WildcardSlot {
  readonly kind: 'any';
  readonly accepts: (namespace: string) => boolean;
  readonly min: number;
  readonly max: number;
}

/** Members of which at most one may be present. Repeated choices have no entry: the slots bound them. */
interface Choice {
  readonly members: readonly string[];
  readonly required: boolean;
}

export function complexShape(name: string): ComplexShape | undefined {
  if (name === 'xs:anyType') {
    return anyTypeShape;
  }
  const notation = complexTypeOf(name);
  if (notation === undefined) {
    return undefined;
  }
  const base = notation.base === undefined ? undefined : complexShape(notation.base.name);
  if (notation.base !== undefined && base === undefined) {
    throw new Error(`${name} derives from ${notation.base.name}, which is no complex type`);
  }
  const inherited = notation.base?.kind === 'extension' ? base : undefined;
  const own = content(notation, splitName(name).namespace ?? '');
  const redefined = new Set(notation.attributes.map((attribute) => attribute.name));
  return {
    attributes: [
      ...(base?.attributes ?? []).filter((attribute) => !redefined.has(attribute.name)),
      ...notation.attributes.map(({ name: attribute, type, required }) => attributeSlot(attribute, type, required)),
    ],
    anyAttribute: notation.anyAttribute ?? inherited?.anyAttribute,
    ignoredAttributes: clientDeviations.flatMap(({ type, attribute }) => (type === name ? (attribute ?? []) : [])),
    skipsUnknown: clientDeviations.some(({ type, skipsUnknown }) => type === name && skipsUnknown),
    ignoresText: clientDeviations.some(({ type, text }) => type === name && text === true),
    text: notation.text === undefined ? base?.text : typedText(notation.text),
    mixed: notation.mixed || (inherited?.mixed ?? false),
    slots: [...(inherited?.slots ?? []), ...own.slots.map((slot) => withDeviation(slot, name))],
    choices: [...(inherited?.choices ?? []), ...own.choices],
  };
}

const anyTypeShape: ComplexShape = {
  attributes: [],
  anyAttribute: 'any',
  ignoredAttributes: [],
  skipsUnknown: false,
  ignoresText: false,
  text: undefined,
  mixed: true,
  slots: [{ kind: 'any', accepts: () => true, min: 0, max: Number.POSITIVE_INFINITY }],
  choices: [],
};

function withDeviation(slot: ElementSlot | WildcardSlot, type: string): ElementSlot | WildcardSlot {
  if (slot.kind === 'any') {
    return slot;
  }
  const rows = clientDeviations.filter(({ type: name }) => name === type);
  const row = rows.find(({ element }) => element !== undefined && [undefined, slot.member].includes(element.member));
  const otherNamespace = namespaceOfPrefix(row?.element?.prefix ?? '');
  const mayBeAbsent = rows.some(({ absent }) => absent === slot.member);
  return { ...slot, ...(mayBeAbsent && { mayBeAbsent }), ...(otherNamespace !== undefined && { otherNamespace }) };
}

function attributeSlot(name: string, type: string, required: boolean): AttributeSlot {
  const { local, namespace } = splitName(name);
  const space = name.includes(':') ? (namespace ?? '') : '';
  return { member: local, namespace: space, name, required, ...typedText(type) };
}

function typedText(type: string): TypedText {
  const codec = simpleCodec(type);
  if (codec === undefined) {
    throw new Error(`${type} is no simple type`);
  }
  return { type, codec };
}

function content(notation: TypeNotation, target: string): Pick<ComplexShape, 'slots' | 'choices'> {
  return {
    slots: notation.particles.flatMap((particle) => slotsOf(particle, target)),
    choices: notation.particles.filter((particle) => particle.kind === 'choice').flatMap(exclusiveChoice),
  };
}

function slotsOf(particle: NotedParticle, target: string): readonly (ElementSlot | WildcardSlot)[] {
  if (particle.kind === 'choice') {
    return particle.items.flatMap((item) =>
      slotsOf({ ...item, min: 0, max: particle.max > 1 ? Number.POSITIVE_INFINITY : item.max }, target),
    );
  }
  return [particle.kind === 'any' ? wildcardSlot(particle, target) : elementSlot(particle)];
}

function exclusiveChoice(choice: NotedChoice): readonly Choice[] {
  if (choice.max > 1) {
    return [];
  }
  const required = choice.min > 0 && choice.items.every((item) => item.min > 0);
  const members = choice.items.map((item) => (item.kind === 'any' ? 'Any' : splitName(item.name).local));
  return [{ members, required }];
}

function wildcardSlot({ namespace, min, max }: NotedWildcard, target: string): WildcardSlot {
  const accepts = {
    any: () => true,
    other: (candidate: string) => candidate !== target && candidate !== '',
    target: (candidate: string) => candidate === target,
  };
  return { kind: 'any', accepts: accepts[namespace], min, max };
}

function elementSlot({ name, type, nillable, min, max }: NotedElement): ElementSlot {
  const { local, prefix } = splitName(name);
  const declared = type === undefined ? elementOf(name) : { type, nillable };
  if (declared === undefined) {
    throw new Error(`no element ${name}`);
  }
  return {
    kind: 'element',
    member: local,
    namespace: namespaceOfPrefix(prefix) ?? '',
    tag: name,
    ...declared,
    min,
    max,
  };
}
