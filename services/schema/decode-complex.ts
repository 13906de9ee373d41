import type { AttributeSlot, ComplexShape, ElementSlot, WildcardSlot } from './complex-shape.ts';
import type { CodecLookup, ElementCodec } from './element-codec.ts';
import type { MessagePath } from './message-path.ts';
import { decodeSimple } from './simple/simple-type.ts';
import type { XmlAttribute, XmlElement } from './xml-element.ts';
import { isInstanceAttribute, isNil } from './xsi.ts';

type Members = Record<string, unknown>;

/**
 * Decoder of a complex type. Elements may come in any order, because some clients misorder them; all other rules of the
 * schema hold. A declared name takes precedence over a wildcard (XML Schema 1.1).
 */
export function complexDecoder(shape: ComplexShape, lookup: CodecLookup): ElementCodec['decode'] {
  const elements = shape.slots.filter((slot) => slot.kind === 'element');
  const wildcards = shape.slots.filter((slot) => slot.kind === 'any');
  const byLocal = groupByLocal(elements);
  const required = elements.filter((slot) => slot.min > 0 && slot.mayBeAbsent !== true);
  return (element, path) => {
    const members: Members = {};
    decodeAttributes(shape, element, members, path);
    decodeText(shape, element, members, path);
    for (const child of element.children) {
      const slot = byLocal.get(child.local)?.find((candidate) => belongs(child, candidate));
      if (slot === undefined && shape.skipsUnknown) continue;
      if (slot === undefined) {
        addWildcard(wildcards, child, members, path);
      } else {
        addElement(slot, child, members, path, lookup);
      }
    }
    for (const slot of required) {
      const value = members[slot.member];
      if (value === undefined || (Array.isArray(value) && slot.max > 1 && value.length < slot.min)) {
        path.refuse('missing', slot.member);
      }
    }
    checkWildcards(wildcards, members, path);
    checkChoices(shape, members, path);
    return members;
  };
}

function addElement(
  slot: ElementSlot,
  child: XmlElement,
  members: Members,
  path: MessagePath,
  lookup: CodecLookup,
): void {
  path.enter(slot.member);
  const nil = child.attributes.length > 0 && isNil(child);
  const value = nil && slot.nillable ? null : nil ? path.refuse('type') : lookup(slot.type).decode(child, path);
  const known = members[slot.member];
  if (slot.max === 1) {
    if (known !== undefined) {
      path.refuse('too-many');
    }
    members[slot.member] = value;
  } else if (Array.isArray(known)) {
    if (known.length >= slot.max) {
      path.refuse('too-many');
    }
    known.push(value);
  } else {
    members[slot.member] = [value];
  }
  path.leave();
}

function addWildcard(wildcards: readonly WildcardSlot[], child: XmlElement, members: Members, path: MessagePath): void {
  const room = wildcards.filter((slot) => slot.accepts(child.namespace));
  if (room.length === 0) {
    path.refuse('unexpected', child.local);
  }
  const known = members.Any;
  const taken = Array.isArray(known) ? known.length : 0;
  if (taken >= room.reduce((sum, slot) => sum + slot.max, 0)) {
    path.refuse('too-many', child.local);
  }
  if (Array.isArray(known)) {
    known.push(child);
  } else {
    members.Any = [child];
  }
}

function checkWildcards(wildcards: readonly WildcardSlot[], members: Members, path: MessagePath): void {
  const wanted = wildcards.reduce((sum, slot) => sum + slot.min, 0);
  const found = members.Any;
  if (wanted > (Array.isArray(found) ? found.length : 0)) {
    path.refuse('missing', '*');
  }
}

function checkChoices(shape: ComplexShape, members: Members, path: MessagePath): void {
  for (const choice of shape.choices) {
    const present = choice.members.filter((member) => members[member] !== undefined);
    if (present.length === 0 && choice.required) {
      path.refuse('missing', choice.members.join('|'));
    }
    if (present.length > 1) {
      path.refuse('unexpected', present[1]);
    }
  }
}

function decodeText(shape: ComplexShape, element: XmlElement, members: Members, path: MessagePath): void {
  if (shape.text !== undefined) {
    const { codec } = shape.text;
    members.value = decodeSimple(codec, element.text, element.namespaces) ?? path.refuse(codec.refusal);
    return;
  }
  const blank = element.text.trim() === '';
  if (!blank && !shape.mixed && !shape.ignoresText) {
    path.refuse('unexpected', 'text()');
  }
  if (shape.mixed && element.text !== '' && !(blank && element.children.length > 0)) {
    members.value = element.text;
  }
}

function decodeAttributes(shape: ComplexShape, element: XmlElement, members: Members, path: MessagePath): void {
  for (const attribute of element.attributes) {
    const slot = slotFor(shape.attributes, attribute.local, attribute.namespace);
    if (slot !== undefined) {
      members[slot.member] =
        decodeSimple(slot.codec, attribute.value, element.namespaces) ??
        path.refuse(slot.codec.refusal, `@${attribute.local}`);
    } else if (!isInstanceAttribute(attribute) && !allowed(shape, attribute)) {
      path.refuse('prohibited-attribute', `@${attribute.local}`);
    }
  }
  for (const slot of shape.attributes) {
    if (slot.required && members[slot.member] === undefined) {
      path.refuse('missing-attribute', `@${slot.member}`);
    }
  }
}

function belongs(child: XmlElement, slot: ElementSlot): boolean {
  return (
    child.namespace === slot.namespace || (slot.otherNamespace !== undefined && child.namespace === slot.otherNamespace)
  );
}

function groupByLocal(elements: readonly ElementSlot[]): ReadonlyMap<string, readonly ElementSlot[]> {
  const groups = new Map<string, ElementSlot[]>();
  for (const slot of elements) {
    groups.set(slot.member, [...(groups.get(slot.member) ?? []), slot]);
  }
  return groups;
}

function slotFor(slots: readonly AttributeSlot[], local: string, namespace: string): AttributeSlot | undefined {
  return slots.find((slot) => slot.member === local && slot.namespace === namespace);
}

function allowed(shape: ComplexShape, { namespace, local }: XmlAttribute): boolean {
  const any = shape.anyAttribute === 'any' || (shape.anyAttribute === 'other' && namespace !== '');
  return any || (namespace === '' && shape.ignoredAttributes.includes(local));
}
