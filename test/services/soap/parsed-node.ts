import { createRequire } from 'node:module';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../../services/faults/fault.ts';
import type { XmlElement } from '../../../services/schema/xml-element.ts';
import { toXmlElement, xml2jsOptions } from '../../../services/soap/parsed-node.ts';
import { parseXml } from '../schema/parse-xml.ts';

const nodes = suite('parsed node');

interface Xml2js {
  parseString(text: string, options: object, done: (error: Error | null, document: unknown) => void): void;
}

const load = createRequire(import.meta.url);
// The very one that koa-xml-body uses.
const xml2js = createRequire(load.resolve('koa-xml-body'))('xml2js') as Xml2js;

/** The tree of a document, or the name of the fault; `Error` where xml2js itself refuses it. */
function parse(text: string): XmlElement | string {
  const outcomes: (XmlElement | string)[] = [];
  try {
    xml2js.parseString(text, xml2jsOptions, (error, document) => {
      outcomes.push(error === null ? treeOf(document) : 'Error');
    });
  } catch (error) {
    // It may throw about what follows the root after it has answered; koa-xml-body's promise ignores that.
    if (outcomes.length === 0) throw error;
  }
  return outcomes[0] ?? 'no answer';
}

function treeOf(document: unknown): XmlElement | string {
  try {
    return toXmlElement(document) ?? 'empty';
  } catch (error) {
    if (error instanceof Fault) return error.faultName;
    throw error;
  }
}

function tree(text: string): XmlElement {
  const parsed = parse(text);
  if (typeof parsed === 'string') throw new Error(`${parsed}: ${text}`);
  return parsed;
}

/** `{uri}local` of an element and of what is in it. */
function outline(element: XmlElement): string {
  const attributes = element.attributes.map((one) => ` {${one.namespace}}${one.local}=${one.value}`).join('');
  return `{${element.namespace}}${element.local}${attributes}(${element.children.map(outline).join(' ')})`;
}

const resolved: readonly (readonly [name: string, text: string, expected: string])[] = [
  ['no namespace', '<a b="1"><c/></a>', '{}a {}b=1({}c())'],
  ['a default namespace, not for attributes', '<a xmlns="u" b="1"><c/></a>', '{u}a {}b=1({u}c())'],
  ['a default namespace undeclared', '<a xmlns="u"><b xmlns=""><c/></b><d/></a>', '{u}a({}b({}c()) {u}d())'],
  ['a prefix', '<p:a xmlns:p="u" p:b="1"><p:c/></p:a>', '{u}a {u}b=1({u}c())'],
  ['a prefix declared after its use in the tag', '<a p:b="1" xmlns:p="u"/>', '{}a {u}b=1()'],
  ['a prefix shadowed', '<p:a xmlns:p="u"><p:b xmlns:p="v"><p:c/></p:b><p:d/></p:a>', '{u}a({v}b({v}c()) {u}d())'],
  ['two prefixes of one namespace', '<p:a xmlns:p="u" xmlns:q="u"><q:b/></p:a>', '{u}a({u}b())'],
  ['the prefix xml', '<a xml:lang="en"/>', '{}a {http://www.w3.org/XML/1998/namespace}lang=en()'],
  ['prefixes like names of an object', '<constructor:a xmlns:constructor="u"/>', '{u}a()'],
  ['a name that begins with xmlns', '<a xmlnsx="1"/>', '{}a {}xmlnsx=1()'],
];

for (const [name, text, expected] of resolved)
  nodes(`resolves ${name}`, () => assert.is(outline(tree(text)), expected));

const deep = (levels: number): string => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`;
const refused: readonly (readonly [name: string, text: string])[] = [
  ['an undeclared prefix of the root', '<p:a/>'],
  ['an undeclared prefix of a child', '<a><p:b/></a>'],
  ['an undeclared prefix of an attribute', '<a p:b="1"/>'],
  ['a prefix that is declared elsewhere', '<a><b xmlns:p="u"/><p:c/></a>'],
  ['prefixes that objects have', '<constructor:a/>'],
  ['two colons', '<p:a:b xmlns:p="u"/>'],
  ['two colons of an attribute', '<a xmlns:p="u" p:b:c="1"/>'],
  ['a colon first', '<:a/>'],
  ['a colon last', '<p: xmlns:p="u"/>'],
  ['a prefix undeclared', '<a xmlns:p="u"><b xmlns:p=""/></a>'],
  ['a declaration without a prefix', '<a xmlns:="u"/>'],
  ['another meaning of xml', '<a xmlns:xml="u"/>'],
  ['another name of xml', '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>'],
  ['a declaration of xmlns', '<a xmlns:xmlns="u"/>'],
  ['65 levels', deep(65)],
  ['10,000 levels', deep(10_000)],
];

for (const [name, text] of refused) nodes(`refuses ${name}`, () => assert.is(parse(text), 'WellFormed'));

nodes('takes 64 levels', () => assert.is(outline(tree(deep(64))).match(/a/g)?.length, 64));

nodes('gives text, entities and CDATA as they are', () => {
  const rows = [
    ['<a>x</a>', 'x'],
    ['<a> x </a>', ' x '],
    ['<a>&lt;&amp;&#65;&#x42;</a>', '<&AB'],
    ['<a><![CDATA[<b/>]]></a>', '<b/>'],
    ['<a>x<![CDATA[y]]>z</a>', 'xyz'],
    ['<a b="1">x</a>', 'x'],
    ['<a>x<b/>y</a>', 'xy'],
    ['<a><!-- c -->x<?p i?></a>', 'x'],
    ['<a></a>', ''],
  ] as const;
  for (const [text, expected] of rows) assert.is(tree(text).text, expected, text);
});

nodes('tells the prefixes in scope', () => {
  const [child] = tree('<a xmlns="u" xmlns:p="v"><b xmlns:q="w" xmlns=""/></a>').children;
  const wanted = ['', 'p', 'q', 'xml', 'r'].map((prefix) => child?.namespaces.get(prefix));
  assert.equal(wanted, ['', 'v', 'w', 'http://www.w3.org/XML/1998/namespace', undefined]);
});

/** What a parser that builds plain objects is likely to mix up. */
const awkward = [
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  'length',
  'cdata',
  '_',
  'text',
  'attributes',
  'name',
];

for (const name of awkward) {
  nodes(`knows an element called ${name} for what it is`, () => {
    const text = `<${name}><${name}>1</${name}><b/><${name} c="2">3</${name}></${name}>`;
    const root = tree(text);
    assert.is(root.local, name);
    const same = root.children.filter((one) => one.local === name);
    assert.equal([same.length, root.children.length], [2, 3]);
    assert.equal(
      same.map((one) => one.text),
      ['1', '3'],
    );
    assert.equal(same[1]?.attributes, [{ namespace: '', local: 'c', value: '2' }]);
    assert.is(root.text, '');
  });
}

nodes('keeps an element called cdata beside CDATA', () => {
  for (const text of ['<a><cdata>1</cdata><![CDATA[x]]></a>', '<a><![CDATA[x]]><cdata>1</cdata></a>']) {
    assert.equal([outline(tree(text)), tree(text).text], ['{}a({}cdata())', 'x']);
  }
});

nodes('never mixes up attributes that are called like members of an object', () => {
  for (const name of awkward) {
    const parsed = parse(`<a ${name}="1" b="2"><c/></a>`);
    // sax cannot read hasOwnProperty and loses __proto__; nobody sends them, and nothing else may come of it.
    if (typeof parsed === 'string') assert.equal([name, parsed], ['hasOwnProperty', 'Error']);
    else assert.is(outline(parsed), name === '__proto__' ? '{}a {}b=2({}c())' : `{}a {}${name}=1 {}b=2({}c())`);
  }
});

nodes('gives nothing for no document', () => {
  assert.equal([toXmlElement(null), toXmlElement(undefined), toXmlElement({})], [undefined, undefined, undefined]);
});

interface Plain {
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly content: readonly (Plain | string)[];
}

const letters = fc.constantFrom('a', 'b', 'Name', 'cdata', 'toString', '__proto__', 'constructor', 'é', 'x-1.y');
const names = fc.oneof(
  letters,
  fc.tuple(fc.constantFrom('p', 'q', 'tt'), letters).map((pair) => pair.join(':')),
);
const text = fc.string({ unit: fc.constantFrom('x', '<', '&', '"', "'", ' ', 'é', '\u{1f3a5}', ']'), maxLength: 6 });
const attributes = fc.uniqueArray(
  fc.tuple(fc.constantFrom('c', 'p:c', 'xmlns', 'xmlns:p', 'xmlns:q', 'xml:lang'), fc.constantFrom('u', 'v', 'urn:w')),
  { selector: ([name]) => name, maxLength: 4 },
);
const element = fc.letrec<{ element: Plain }>((tie) => ({
  element: fc.record({
    name: names,
    attributes,
    content: fc.array(fc.oneof({ maxDepth: 4 }, text, tie('element')), { maxLength: 4 }),
  }),
})).element;

const written = (raw: string): string =>
  raw.replace(/[<&"\]]/g, (one) => (one === ']' ? '&#93;' : `&#${one.charCodeAt(0)};`));

function write({ name, attributes: all, content }: Plain): string {
  const pairs = all.map(([key, value]) => ` ${key}="${written(value)}"`).join('');
  return `<${name}${pairs}>${content.map((one) => (typeof one === 'string' ? written(one) : write(one))).join('')}</${name}>`;
}

/** A tree to compare: children grouped by name, blanks between elements left out, as the codec does not mind either. */
function comparable(one: XmlElement): unknown {
  const children = one.children.map((child) => ({ key: `${child.namespace} ${child.local}`, tree: comparable(child) }));
  const keys = [...new Set(children.map(({ key }) => key))].sort();
  return {
    name: `{${one.namespace}}${one.local}`,
    attributes: one.attributes,
    prefixes: ['', 'p', 'q', 'tt'].map((prefix) => one.namespaces.get(prefix) ?? ''),
    children: keys.map((key) => children.filter((child) => child.key === key).map(({ tree: of }) => of)),
    text: one.text.trim() === '' ? '' : one.text,
  };
}

function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return 'refused';
  }
}

nodes('reads what another parser reads, and refuses what that refuses', () => {
  fc.assert(
    fc.property(element, (plain) => {
      const document = `<r xmlns:p="urn:p">${write(plain)}</r>`;
      const expected = outcome(() => comparable(parseXml(document)));
      assert.equal(
        outcome(() => comparable(tree(document))),
        expected,
        document,
      );
    }),
    { numRuns: 500 },
  );
});

nodes('gives a tree or a fault for any text', () => {
  const pieces = fc.constantFrom(
    '<a>',
    '</a>',
    '<a ',
    'b="1"',
    '/>',
    '>',
    '&lt;',
    '&x;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    'x',
    ':',
    '<?p?>',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (all) => {
      const parsed = parse(all.join(''));
      return typeof parsed !== 'string' || ['Error', 'WellFormed', 'empty'].includes(parsed);
    }),
    { numRuns: 1000 },
  );
});

nodes.run();
