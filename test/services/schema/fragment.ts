import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { escapeAttribute, escapeText } from '../../../services/schema/escape.ts';
import { namespaceOfFragment, writeFragment } from '../../../services/schema/fragment.ts';
import { parseFragment, parseXml } from './parse-xml.ts';

const fragment = suite('fragment');

fragment('writes an element back with the prefixes that its QNames need', () => {
  const xml =
    '<o:Config xmlns:o="http://www.onvif.org/ver10/schema" xmlns:v="urn:v" Type="o:Rule" v:a="v:b"><v:In>o:c</v:In></o:Config>';
  const written = parseFragment(writeFragment(parseXml(xml)));
  assert.is(written.local, 'Config');
  assert.is(written.namespace, 'http://www.onvif.org/ver10/schema');
  assert.is(written.namespaces.get('o'), 'http://www.onvif.org/ver10/schema');
  assert.is(written.children[0]?.namespaces.get('v'), 'urn:v');
  assert.is(written.children[0]?.text, 'o:c');
});

fragment('declares a prefix of its own where the element has none for its namespace', () => {
  const element = {
    namespace: 'urn:a',
    local: 'a',
    attributes: [{ namespace: 'urn:b', local: 'b', value: '1' }],
    namespaces: new Map([['', 'urn:b']]),
    children: [{ namespace: '', local: 'c', attributes: [], namespaces: new Map(), children: [], text: 't' }],
    text: '',
  };
  const written = parseFragment(writeFragment(element));
  assert.equal([written.namespace, written.attributes], ['urn:a', element.attributes]);
  assert.equal([written.children[0]?.namespace, written.children[0]?.text], ['', 't']);
});

fragment('keeps a conventional prefix that means something else here', () => {
  const written = parseFragment(writeFragment(parseXml('<tt:a xmlns:tt="urn:mine"><tt:b/></tt:a>')));
  assert.equal([written.namespace, written.children[0]?.namespace], ['urn:mine', 'urn:mine']);
});

fragment('tells the namespace of raw XML', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['<tt:Message UtcTime="x"/>', 'http://www.onvif.org/ver10/schema'],
    ['<v:a xmlns:v="urn:v"/>', 'urn:v'],
    ["<a xmlns='urn:d'/>", 'urn:d'],
    ['<a/>', ''],
    ['<wsrf-bf:a>', 'http://docs.oasis-open.org/wsrf/bf-2'],
  ];
  for (const [xml, namespace] of rows) {
    assert.is(namespaceOfFragment({ xml }), namespace, xml);
  }
});

fragment('refuses to write what is nested too deeply', () => {
  const deep = (depth: number): string => `<a>${depth > 0 ? deep(depth - 1) : ''}</a>`;
  assert.throws(() => writeFragment(parseXml(deep(100))), /too deeply/);
});

fragment('escapes any text so that it comes back, forbidden characters replaced', () => {
  const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = text.replace(forbidden, '\ufffd');
      const element = parseXml(`<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`);
      assert.equal([element.text, element.attributes[0]?.value], [clean, clean]);
    }),
  );
  assert.is(escapeText('\ud800a\u0000'), '\ufffda\ufffd');
});

fragment.run();
