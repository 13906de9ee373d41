import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clientDeviations } from '../../../services/schema/client-deviations.ts';
import { decodeElement, encodeElement } from '../../../services/schema/codec.ts';
import { SchemaError } from '../../../services/schema/schema-error.ts';
import { splitName } from '../../../services/schema/type-registry.ts';
import type { XmlElement } from '../../../services/schema/xml-element.ts';
import { messageElements } from './messages.ts';
import { parseFragment } from './parse-xml.ts';
import { sampleOf } from './sample.ts';

const decoding = suite('decoding of spoilt messages');

type Change = (element: XmlElement) => readonly XmlElement[];

const changes: Readonly<Record<string, Change>> = {
  dropped: () => [],
  doubled: (element) => [element, element, element],
  renamed: (element) => [{ ...element, local: `${element.local}X` }],
  moved: (element) => [{ ...element, namespace: 'http://www.onvif.org/ver10/search/wsdl' }],
  emptied: (element) => [{ ...element, children: [], attributes: [], text: '' }],
  wordy: (element) => [{ ...element, text: `${element.text} ?` }],
  decorated: (element) => [
    { ...element, attributes: [...element.attributes, { namespace: '', local: 'invented', value: '1' }] },
  ],
  nested: (element) => [{ ...element, children: [...element.children, element] }],
};

/** Changes the element that the steps lead to, wherever they end. */
function spoil(element: XmlElement, steps: readonly number[], change: Change): XmlElement {
  const [step, ...rest] = steps;
  const index = element.children.length === 0 || step === undefined ? -1 : step % element.children.length;
  const child = element.children[index];
  if (child === undefined) {
    return change(element).at(-1) ?? element;
  }
  const replaced = rest.length === 0 || child.children.length === 0 ? change(child) : [spoil(child, rest, change)];
  return { ...element, children: element.children.toSpliced(index, 1, ...replaced) };
}

decoding('either decodes to what encodes again, or says where it went wrong', () => {
  const steps = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 });
  const message = fc.constantFrom(...messageElements);
  fc.assert(
    fc.property(message, steps, fc.constantFrom(...Object.keys(changes)), (name, way, kind) => {
      const whole = parseFragment(encodeElement(name, sampleOf(name, 'fullest')).xml);
      const spoilt = spoil(whole, way, changes[kind] ?? (() => []));
      try {
        encodeElement(name, decodeElement(name, spoilt));
      } catch (error) {
        assert.instance(error, SchemaError, `${name} ${kind} ${way}: ${String(error)}`);
        assert.ok(error instanceof SchemaError && error.path.startsWith(splitName(name).local));
      }
    }),
    { numRuns: 3000 },
  );
});

decoding('refuses every message that lacks one of its required members', () => {
  for (const name of messageElements) {
    const whole = parseFragment(encodeElement(name, sampleOf(name, 'smallest')).xml);
    const spared = clientDeviations.flatMap(({ type, absent }) => (type === name ? [absent] : []));
    for (const [index, child] of whole.children.entries()) {
      if (spared.includes(child.local)) continue;
      const without = { ...whole, children: whole.children.toSpliced(index, 1) };
      assert.throws(
        () => decodeElement(name, without),
        (error: unknown) =>
          error instanceof SchemaError && error.kind === 'missing' && error.path.endsWith(child.local),
        `${name} without ${child.local}`,
      );
    }
  }
});

decoding.run();
