import { type ComplexShape, complexShape, type ElementSlot } from '../../../services/schema/complex-shape.ts';
import { simpleCodec } from '../../../services/schema/simple/simple-type.ts';
import { elementOf, simpleTypeOf } from '../../../services/schema/type-registry.ts';
import { parseFragment } from './parse-xml.ts';

export type Size = 'smallest' | 'fullest';

const builtIn: Readonly<Record<string, unknown>> = {
  'xs:string': ' a <&> "b"\n',
  'xs:anySimpleType': '1.5',
  'xs:normalizedString': 'a b',
  'xs:token': 'a b',
  'xs:language': 'en',
  'xs:anyURI': 'http://192.0.2.1/a?b=c&d=e',
  'xs:duration': 'P1DT2H3.5S',
  'xs:QName': 'tt:Name',
  'xs:boolean': true,
  'xs:dateTime': new Date('2024-02-29T23:59:59.125Z'),
  'xs:float': -0.0000001,
  'xs:double': 1e21,
  'xs:integer': -12,
  'xs:nonNegativeInteger': 12,
  'xs:positiveInteger': 1,
  'xs:unsignedLong': 4_294_967_296,
  'xs:int': -2_147_483_648,
  'xs:base64Binary': new Uint8Array([0, 255, 16]),
  'xs:hexBinary': new Uint8Array([0, 255, 16]),
};

let names = 0;

/** A value of the element or type: with nothing optional, or with everything once or twice (recursion is cut). */
export function sampleOf(name: string, size: Size): unknown {
  return sampleType(elementOf(name)?.type ?? name, size, []);
}

function sampleType(type: string, size: Size, within: readonly string[]): unknown {
  if (simpleCodec(type) !== undefined) {
    return sampleSimple(type);
  }
  const shape = complexShape(type);
  if (shape === undefined) {
    throw new Error(`no type ${type}`);
  }
  // Types that hold themselves end here: their optional members stay away the second time.
  const here = within.includes(type) ? 'smallest' : size;
  return sampleComplex(shape, type, here, [...within, type]);
}

function sampleComplex(shape: ComplexShape, type: string, size: Size, within: readonly string[]): unknown {
  const value: Record<string, unknown> = {};
  for (const attribute of shape.attributes) {
    if (attribute.required || size === 'fullest') {
      value[attribute.member] = sampleSimple(attribute.type);
    }
  }
  if (shape.text !== undefined) {
    value.value = sampleSimple(shape.text.type);
  } else if (shape.mixed && size === 'fullest') {
    value.value = 'tns1:Device//.';
  }
  for (const slot of shape.slots) {
    if (slot.kind === 'any') {
      const count = size === 'fullest' ? Math.max(slot.min, 1) : slot.min;
      if (count > 0 && slot.accepts('urn:vendor')) {
        value.Any = [foreignElement(type)];
      }
    } else if (isWanted(slot, shape, size)) {
      value[slot.member] = sampleMember(slot, size, within);
    }
  }
  return value;
}

/** Strict wildcards take declared elements only. */
function foreignElement(type: string): unknown {
  const strict = ['wsnt:FilterType', 'wstop:TopicType', 'wstop:TopicTypeTopic', 'xop:Include'].includes(type);
  return parseFragment(
    strict
      ? '<wsnt:TopicExpression xmlns:x="urn:x" Dialect="urn:dialect">x:a/b</wsnt:TopicExpression>'
      : '<v:Vendor xmlns:v="urn:vendor" xmlns="urn:default" v:a="1" b="&#10;&quot;">t<Inner xmlns=""/><Other/></v:Vendor>',
  );
}

function isWanted(slot: ElementSlot, shape: ComplexShape, size: Size): boolean {
  const choice = shape.choices.find((candidate) => candidate.members.includes(slot.member));
  if (choice !== undefined) {
    return slot.member === choice.members[size === 'smallest' ? 0 : choice.members.length - 1];
  }
  return slot.min > 0 || size === 'fullest';
}

function sampleMember(slot: ElementSlot, size: Size, within: readonly string[]): unknown {
  const one = (): unknown => (slot.nillable && size === 'smallest' ? null : sampleType(slot.type, size, within));
  if (slot.max === 1) {
    return one();
  }
  const count = size === 'fullest' ? Math.min(Math.max(slot.min, 2), slot.max) : Math.max(slot.min, 1);
  return Array.from({ length: count }, one);
}

function sampleSimple(type: string): unknown {
  const row = simpleTypeOf(type);
  if (type === 'xs:NCName') {
    // Topics of one parent must differ in name.
    names += 1;
    return `name-${names}`;
  }
  if (row === undefined) {
    return builtIn[type] ?? unknownType(type);
  }
  if (row.enumeration !== undefined) {
    return row.enumeration.at(-1);
  }
  if (row.list !== undefined) {
    const item = sampleSimple(row.list);
    return typeof item === 'string' ? ['a', 'b'] : [item, item];
  }
  if (row.union !== undefined) {
    return sampleSimple(row.union[0] ?? '');
  }
  const base = sampleSimple(row.base ?? 'xs:string');
  if (typeof base === 'number') {
    return row.maxInclusive ?? base;
  }
  if (base instanceof Uint8Array) {
    return new Uint8Array(row.length ?? row.minLength ?? base.length).fill(7);
  }
  // Names, topics and tokens have letters, object identifiers numbers.
  if (row.pattern !== undefined) return row.pattern.startsWith('[0-9]') ? '1.2.840.10045' : 'a'.repeat(8);
  return row.length === undefined ? base : 'a'.repeat(row.length);
}

function unknownType(type: string): never {
  throw new Error(`no sample of ${type}`);
}
