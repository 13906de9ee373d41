import type { AttributeSlot, ComplexShape, ElementSlot, WildcardSlot } from './complex-shape.ts';
import { type CodecLookup, type ElementCodec, elementTag } from './element-codec.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { isFragment, namespaceOfFragment, writeFragment } from './fragment.ts';
import { maximumDepth } from './message-path.ts';
import { EncodeError } from './schema-error.ts';

type Members = Readonly<Record<string, unknown>>;
type Part = (members: Members, depth: number) => string;

/** Encoder of a complex type: attributes and members in schema order. */
export function complexEncoder(shape: ComplexShape, lookup: CodecLookup): ElementCodec['encode'] {
  const attributes = shape.attributes.map(attributeWriter);
  const parts = [...textWriter(shape), ...contentWriters(shape, lookup)];
  return (value, { start, end }, depth) => {
    if (!isMembers(value)) {
      throw new EncodeError('it is no object', '');
    }
    if (depth > maximumDepth) {
      throw new EncodeError('too deep', '');
    }
    checkChoices(shape, value);
    let head = start;
    for (const write of attributes) {
      head += write(value, depth);
    }
    let content = '';
    for (const write of parts) {
      content += write(value, depth + 1);
    }
    return content === '' ? `${head}/>` : `${head}>${content}${end}`;
  };
}

function attributeWriter({ member, name, required, codec }: AttributeSlot): Part {
  const start = ` ${name}="`;
  return (members) => {
    const value = members[member];
    if (value === undefined) {
      return required ? fail('it is missing', `@${member}`) : '';
    }
    const text = codec.encode(value) ?? fail('the value does not fit its type', `@${member}`);
    return `${start}${escapeAttribute(text)}"`;
  };
}

function textWriter({ text, mixed }: ComplexShape): readonly Part[] {
  if (text !== undefined) {
    return [
      (members) => escapeText(text.codec.encode(members.value) ?? fail('the value does not fit its type', 'value')),
    ];
  }
  return mixed ? [(members) => (typeof members.value === 'string' ? escapeText(members.value) : '')] : [];
}

function contentWriters(shape: ComplexShape, lookup: CodecLookup): readonly Part[] {
  const wildcards = shape.slots.filter((slot) => slot.kind === 'any');
  return shape.slots.map((slot) =>
    slot.kind === 'any' ? wildcardWriter(slot, wildcards) : elementWriter(slot, lookup),
  );
}

function elementWriter(slot: ElementSlot, lookup: CodecLookup): Part {
  const { member, type, max } = slot;
  const min = slot.mayBeAbsent === true ? 0 : slot.min;
  const tag = elementTag(slot.tag);
  // The codec is looked up when first used, since the type may contain itself.
  let codec: ElementCodec | undefined;
  function one(value: unknown, depth: number): string {
    if (value === null && slot.nillable) {
      return `${tag.start} xsi:nil="true"/>`;
    }
    codec ??= lookup(type);
    try {
      return codec.encode(value, tag, depth);
    } catch (error) {
      throw error instanceof EncodeError ? error.within(member) : error;
    }
  }
  if (max === 1) {
    return (members, depth) => {
      const value = members[member];
      return value !== undefined ? one(value, depth) : min > 0 ? fail('it is missing', member) : '';
    };
  }
  return (members, depth) => {
    const values = members[member] ?? [];
    if (!Array.isArray(values) || values.length < min || values.length > max) {
      return fail(`it is no list of ${min} to ${max}`, member);
    }
    let text = '';
    for (const value of values) {
      text += one(value, depth);
    }
    return text;
  };
}

/** `Any` goes to the first wildcard that accepts the item. */
function wildcardWriter(slot: WildcardSlot, all: readonly WildcardSlot[]): Part {
  return (members) => {
    const items = members.Any;
    if (items === undefined) {
      return slot.min > 0 ? fail('it is missing', 'Any') : '';
    }
    if (!Array.isArray(items)) {
      return fail('it is no list', 'Any');
    }
    let text = '';
    let count = 0;
    for (const item of items) {
      if (!isFragment(item)) {
        return fail('it is no XML', 'Any');
      }
      const namespace = namespaceOfFragment(item);
      const place = all.find((candidate) => candidate.accepts(namespace)) ?? fail('no place for it', 'Any');
      if (place === slot) {
        text += writeFragment(item);
        count += 1;
      }
    }
    return count < slot.min || count > slot.max ? fail('their number does not fit', 'Any') : text;
  };
}

function checkChoices(shape: ComplexShape, members: Members): void {
  for (const choice of shape.choices) {
    const present = choice.members.filter((member) => members[member] !== undefined).length;
    if (present > 1 || (present === 0 && choice.required)) {
      fail('exactly one of these is wanted', choice.members.join('|'));
    }
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

function fail(reason: string, path: string): never {
  throw new EncodeError(reason, path);
}
