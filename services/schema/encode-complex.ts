import type { AttributeSlot, ComplexShape, ElementSlot, WildcardSlot } from './complex-shape.ts';
import type { CodecLookup, ElementCodec } from './element-codec.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { isFragment, namespaceOfFragment, writeFragment } from './fragment.ts';
import type { MessagePath } from './message-path.ts';

type Members = Readonly<Record<string, unknown>>;
type Part = (members: Members, path: MessagePath) => string;

/** Encoder of a complex type: attributes and members in schema order. */
export function complexEncoder(shape: ComplexShape, lookup: CodecLookup): ElementCodec['encode'] {
  const attributes = shape.attributes.map(attributeWriter);
  const parts = [...textWriter(shape), ...contentWriters(shape, lookup)];
  return (value, tag, path) => {
    if (!isMembers(value)) {
      return path.fail('it is no object');
    }
    checkChoices(shape, value, path);
    let head = `<${tag}`;
    for (const write of attributes) {
      head += write(value, path);
    }
    let content = '';
    for (const write of parts) {
      content += write(value, path);
    }
    return content === '' ? `${head}/>` : `${head}>${content}</${tag}>`;
  };
}

function attributeWriter({ member, name, required, codec }: AttributeSlot): Part {
  const start = ` ${name}="`;
  return (members, path) => {
    const value = members[member];
    if (value === undefined) {
      return required ? path.fail('it is missing', `@${member}`) : '';
    }
    const text = codec.encode(value) ?? path.fail('the value does not fit its type', `@${member}`);
    return `${start}${escapeAttribute(text)}"`;
  };
}

function textWriter({ text, mixed }: ComplexShape): readonly Part[] {
  if (text !== undefined) {
    return [
      (members, path) =>
        escapeText(text.codec.encode(members.value) ?? path.fail('the value does not fit its type', 'value')),
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
  const { member, tag, type, min, max } = slot;
  // The type may be this one (recursion), so it is looked up when first written.
  let codec: ElementCodec | undefined;
  function one(value: unknown, path: MessagePath): string {
    if (value === null && slot.nillable) {
      return `<${tag} xsi:nil="true"/>`;
    }
    codec ??= lookup(type);
    path.enter(member);
    const text = codec.encode(value, tag, path);
    path.leave();
    return text;
  }
  if (max === 1) {
    return (members, path) => {
      const value = members[member];
      return value !== undefined ? one(value, path) : min > 0 ? path.fail('it is missing', member) : '';
    };
  }
  return (members, path) => {
    const values = members[member] ?? [];
    if (!Array.isArray(values) || values.length < min || values.length > max) {
      return path.fail(`it is no list of ${min} to ${max}`, member);
    }
    let text = '';
    for (const value of values) {
      text += one(value, path);
    }
    return text;
  };
}

/** `Any` goes to the first wildcard that accepts the item. */
function wildcardWriter(slot: WildcardSlot, all: readonly WildcardSlot[]): Part {
  return (members, path) => {
    const items = members.Any;
    if (items === undefined) {
      return slot.min > 0 ? path.fail('it is missing', 'Any') : '';
    }
    if (!Array.isArray(items)) {
      return path.fail('it is no list', 'Any');
    }
    let text = '';
    let count = 0;
    for (const item of items) {
      if (!isFragment(item)) {
        return path.fail('it is no XML', 'Any');
      }
      const namespace = namespaceOfFragment(item);
      const place = all.find((candidate) => candidate.accepts(namespace)) ?? path.fail('no place for it', 'Any');
      if (place === slot) {
        text += writeFragment(item);
        count += 1;
      }
    }
    return count < slot.min || count > slot.max ? path.fail('their number does not fit', 'Any') : text;
  };
}

function checkChoices(shape: ComplexShape, members: Members, path: MessagePath): void {
  for (const choice of shape.choices) {
    const present = choice.members.filter((member) => members[member] !== undefined).length;
    if (present > 1 || (present === 0 && choice.required)) {
      path.fail('exactly one of these is wanted', choice.members.join('|'));
    }
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
