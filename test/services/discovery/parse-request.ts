import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mayBeRequest, parseRequest } from '../../../services/discovery/parse-request.ts';
import { probeText, resolveText } from './probe-text.ts';

const parsing = suite('parseRequest');

const parse = (text: string): unknown => parseRequest(Buffer.from(text));
const network = 'http://www.onvif.org/ver10/network/wsdl';
const transmitter = { namespace: network, local: 'NetworkVideoTransmitter' };

const understood: readonly (readonly [name: string, text: string, expected: unknown])[] = [
  ['an empty probe', probeText(''), { types: [], scopes: [] }],
  [
    'types with a prefix of the envelope',
    probeText('<d:Types>dn:NetworkVideoTransmitter</d:Types>'),
    { types: [transmitter] },
  ],
  [
    'a prefix declared on d:Types itself, shadowing another',
    probeText(`<d:Types xmlns:a="${network}"> a:NetworkVideoTransmitter </d:Types>`),
    { types: [transmitter] },
  ],
  [
    'a default namespace',
    probeText(`<d:Types xmlns="${network}">NetworkVideoTransmitter</d:Types>`),
    { types: [transmitter] },
  ],
  ['a name in no namespace', probeText('<d:Types>Device</d:Types>'), { types: [{ namespace: '', local: 'Device' }] }],
  [
    'scopes with a rule',
    probeText('<d:Scopes MatchBy="urn:rule">\n onvif://a/b\thttp://c?d&amp;e </d:Scopes>'),
    { scopes: ['onvif://a/b', 'http://c?d&e'], matchBy: 'urn:rule' },
  ],
  ['empty scopes', probeText('<d:Scopes/>'), { scopes: [] }],
  ['extensions', probeText('<x:Any xmlns:x="urn:x"><x:Types>p:q</x:Types></x:Any>'), { types: [] }],
  ['text in CDATA', probeText('<d:Types><![CDATA[dn:NetworkVideoTransmitter]]></d:Types>'), { types: [transmitter] }],
  ['blanks before the declaration', `\r\n\t ${probeText('')}`, { types: [] }],
  ['an undeclared prefix of an attribute', probeText('<d:Scopes q:MatchBy="urn:rule"/>'), { scopes: [] }],
  ['a byte order mark', `\uFEFF${probeText('')}`, { types: [] }],
];

for (const [name, text, expected] of understood) {
  parsing(`understands ${name}`, () => {
    assert.equal(parse(text), {
      kind: 'probe',
      messageId: 'urn:uuid:7',
      types: [],
      scopes: [],
      ...(expected as object),
    });
  });
}

/** Probes as openHAB's ipcamera binding, viamrtsp and Majordomo write them: the prefix of mustUnderstand is not declared. */
const undeclared: readonly (readonly [name: string, change: (text: string) => string])[] = [
  ['in a:Action', (text) => text.replace('<a:Action>', '<a:Action a2:mustUnderstand="1">')],
  ['in a:To', (text) => text.replace('<a:To>', '<a:To SOAP-ENV:mustUnderstand="true">')],
  [
    'with a default namespace for the envelope',
    (text) =>
      text
        .replaceAll('<s:', '<')
        .replaceAll('</s:', '</')
        .replace('xmlns:s=', 'xmlns=')
        .replace('<a:Action>', '<a:Action s:mustUnderstand="1">'),
  ],
];

for (const [name, change] of undeclared) {
  parsing(`understands an undeclared prefix of mustUnderstand ${name}`, () => {
    const text = change(probeText('<d:Types>dn:NetworkVideoTransmitter</d:Types>'));
    assert.equal(parse(text), { kind: 'probe', messageId: 'urn:uuid:7', types: [transmitter], scopes: [] });
  });
}

parsing('understands a Resolve', () => {
  assert.equal(parse(resolveText(' urn:uuid:1 ')), { kind: 'resolve', messageId: 'urn:uuid:8', address: 'urn:uuid:1' });
});

const nested = `${'<x>'.repeat(40)}${'</x>'.repeat(40)}`;
const ignored: readonly (readonly [name: string, text: string])[] = [
  ['nothing', ''],
  ['text', 'Probe'],
  ['an unfinished document', probeText('').slice(0, -5)],
  ['a document type', probeText('').replace('<s:Env', '<!DOCTYPE s:Envelope><s:Env')],
  ['entities of its own', probeText('<d:Types>&lol;</d:Types>')],
  ['an undeclared prefix of an element', probeText('<q:Types/>')],
  ['an undeclared prefix of a type', probeText('<d:Types>q:Device</d:Types>')],
  ['a type with two colons', probeText('<d:Types>dn:a:b</d:Types>')],
  ['great depth', probeText(nested)],
  ['a great size', probeText(`<!--${'x'.repeat(9000)}-->`)],
  ['a hundred types', probeText(`<d:Types>${'dn:x '.repeat(100)}</d:Types>`)],
  ['types twice', probeText('<d:Types>dn:x</d:Types><d:Types>dn:y</d:Types>')],
  ['no MessageID', probeText('').replace(/<a:MessageID>.*<\/a:MessageID>/, '')],
  ['an empty MessageID', probeText('').replace('urn:uuid:7', '')],
  ['an action of another message', probeText('').replace('discovery/Probe<', 'discovery/Hello<')],
  ['a body that is not the action', probeText('').replaceAll('d:Probe>', 'd:Hello>')],
  [
    'SOAP 1.1',
    probeText('').replace('http://www.w3.org/2003/05/soap-envelope', 'http://schemas.xmlsoap.org/soap/envelope/'),
  ],
  ['WS-Addressing 1.0', probeText('').replace('http://schemas.xmlsoap.org/ws/2004/08/', 'http://www.w3.org/2005/08/')],
  [
    'WS-Discovery 1.1',
    probeText('').replaceAll(
      'http://schemas.xmlsoap.org/ws/2005/04/discovery',
      'http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01',
    ),
  ],
  ['a Resolve without an address', resolveText('')],
];

for (const [name, text] of ignored) parsing(`ignores ${name}`, () => assert.is(parse(text), undefined));

parsing('ignores what is not UTF-8', () => {
  assert.is(parseRequest(Buffer.from(probeText('<!-- é -->'), 'latin1')), undefined);
  assert.is(parseRequest(Buffer.from(probeText(''), 'utf16le')), undefined);
});

parsing('tells noise from requests without parsing', () => {
  assert.ok(mayBeRequest(Buffer.from(probeText(''))));
  assert.ok(mayBeRequest(Buffer.from(resolveText('urn:uuid:1'))));
  assert.not(mayBeRequest(Buffer.from(probeText('').replaceAll('Probe', 'Hello'))));
  assert.not(mayBeRequest(Buffer.alloc(60_000, 'Probe ')));
});

parsing('never throws, whatever comes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => parseRequest(bytes) === undefined));
});

parsing('never throws on a probe with a piece cut out or put in', () => {
  const whole = probeText('<d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes MatchBy="urn:r">a:b</d:Scopes>');
  const place = fc.nat(whole.length);
  const piece = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('<', '&', '<!--', '<![CDATA[', ']]>', ' xmlns:d=""'),
  );
  fc.assert(
    fc.property(place, place, piece, (from, to, text) => {
      const found = parseRequest(
        Buffer.from(whole.slice(0, Math.min(from, to)) + text + whole.slice(Math.max(from, to))),
      );
      return found === undefined || found.messageId.length > 0;
    }),
    { numRuns: 500 },
  );
});

parsing.run();
