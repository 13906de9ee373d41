import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../../services/faults/fault.ts';
import { openEnvelope, writeEnvelope } from '../../../services/soap/envelope.ts';
import { validateMessages } from '../discovery/official-validator.ts';
import { parseXml } from '../schema/parse-xml.ts';
import { addressing, message, soap12 } from './messages.ts';

const envelope = suite('envelope');

const draft = 'http://schemas.xmlsoap.org/ws/2004/08/addressing';
const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const call = '<tds:GetUsers/>';

/** The name of the fault, or of the message that was found. */
function opened(text: string): string {
  try {
    return openEnvelope(parseXml(text)).message.local;
  } catch (error) {
    if (error instanceof Fault) return error.faultName;
    throw error;
  }
}

const role = (name: string): string =>
  `<x:New xmlns:x="urn:x" s:mustUnderstand="1" s:role="${name.startsWith('/') ? soap12 : ''}${name}"/>`;

const rows: readonly (readonly [name: string, text: string, expected: string])[] = [
  ['a message', message(call), 'GetUsers'],
  ['a message between blanks', message(`\n  ${call}\n`), 'GetUsers'],
  [
    'another prefix',
    `<E:Envelope xmlns:E="${soap12}"><E:Header/><E:Body><GetUsers/></E:Body></E:Envelope>`,
    'GetUsers',
  ],
  ['SOAP 1.1', message(call).replace(soap12, 'http://schemas.xmlsoap.org/soap/envelope/'), 'VersionMismatch'],
  ['an Envelope of no namespace', '<Envelope><Body><a/></Body></Envelope>', 'VersionMismatch'],
  ['another root', `<s:Body xmlns:s="${soap12}"><a/></s:Body>`, 'VersionMismatch'],
  ['no Body', `<s:Envelope xmlns:s="${soap12}"/>`, 'Tag'],
  ['a Body of no namespace', `<s:Envelope xmlns:s="${soap12}"><Body><a/></Body></s:Envelope>`, 'Tag'],
  ['an empty Body', message(''), 'Tag'],
  ['a Body of text', message('GetUsers'), 'Tag'],
  ['two Bodies', message(call).replace('</s:Envelope>', `<s:Body>${call}</s:Body></s:Envelope>`), 'Tag'],
  ['two messages', message(call + call), 'TagMismatch'],
  [
    'an encodingStyle',
    message(call).replace('<s:Envelope', '<s:Envelope s:encodingStyle="urn:x"'),
    'DataEncodingUnknown',
  ],
  ['a header of another namespace', message(call, '<x:New xmlns:x="urn:x"/>'), 'GetUsers'],
  ['one that must be understood', message(call, '<x:New xmlns:x="urn:x" s:mustUnderstand="1"/>'), 'MustUnderstand'],
  ['the same in a word', message(call, '<x:New xmlns:x="urn:x" s:mustUnderstand="true"/>'), 'MustUnderstand'],
  ['one that need not be', message(call, '<x:New xmlns:x="urn:x" s:mustUnderstand="0"/>'), 'GetUsers'],
  ['a mustUnderstand of no namespace', message(call, '<x:New xmlns:x="urn:x" mustUnderstand="1"/>'), 'GetUsers'],
  ['one for the next node', message(call, role('/role/next')), 'MustUnderstand'],
  ['one for the ultimate receiver', message(call, role('/role/ultimateReceiver')), 'MustUnderstand'],
  ['one for nobody', message(call, role('/role/none')), 'GetUsers'],
  ['one for a role that is not ours', message(call, role('urn:logger')), 'GetUsers'],
  ['addressing that must be understood', message(call, '<wsa:Action s:mustUnderstand="1">x</wsa:Action>'), 'GetUsers'],
  ['addressing of 2004', message(call, `<a:To xmlns:a="${draft}" s:mustUnderstand="1">x</a:To>`), 'GetUsers'],
  [
    'security that must be understood',
    message(call, `<w:Security xmlns:w="${security}" s:mustUnderstand="1"/>`),
    'GetUsers',
  ],
  [
    'a reference parameter',
    message(call, '<x:Id xmlns:x="urn:x" s:mustUnderstand="1" wsa:IsReferenceParameter="true"/>'),
    'GetUsers',
  ],
];

for (const [name, text, expected] of rows)
  envelope(`opens ${name}: ${expected}`, () => assert.is(opened(text), expected));

envelope('names the header that was not understood and the elements that are too many', () => {
  const reason = (text: string): string => {
    try {
      openEnvelope(parseXml(text));
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };
  assert.match(reason(message(call, '<x:New xmlns:x="urn:x" s:mustUnderstand="1"/>')), 'New');
  assert.match(reason(message(`${call}<tds:GetScopes/>`)), 'GetScopes after GetUsers');
});

envelope('finds the MessageID of WS-Addressing 1.0 alone', () => {
  const idOf = (header: string): string | undefined => openEnvelope(parseXml(message(call, header))).messageId;
  assert.is(idOf('<wsa:MessageID> urn:uuid:1\n</wsa:MessageID>'), 'urn:uuid:1');
  assert.is(idOf('<wsa:Action>x</wsa:Action>'), undefined);
  assert.is(idOf(`<a:MessageID xmlns:a="${draft}">urn:uuid:1</a:MessageID>`), undefined);
  assert.is(idOf(''), undefined);
});

envelope('is written with the declarations that its content needs', () => {
  const text = writeEnvelope('<tds:A><tt:B xsi:type="xs:string"/></tds:A>');
  assert.match(text, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<s:Envelope xmlns:s=/);
  const [message] = parseXml(text).children[0]?.children ?? [];
  assert.equal([message?.local, message?.namespace], ['A', 'http://www.onvif.org/ver10/device/wsdl']);
  assert.not.match(text, 'xmlns:trt');
  assert.not.match(text, 'Header');
});

envelope('relates a reply to its request, whatever the id', () => {
  for (const id of ['urn:uuid:1', '<&">', ']]>', 'x'.repeat(512)]) {
    const reply = parseXml(writeEnvelope('<tds:A/>', { action: 'urn:a?b&c', relatesTo: id }));
    const headers = reply.children[0]?.children.map((one) => [one.namespace, one.local, one.text]);
    assert.equal(headers, [
      [addressing, 'RelatesTo', id],
      [addressing, 'Action', 'urn:a?b&c'],
    ]);
  }
});

envelope('cuts an id that is out of all proportion', () => {
  assert.ok(writeEnvelope('', { action: 'a', relatesTo: '\u{1f3a5}'.repeat(100_000) }).length < 2000);
});

envelope('is valid with and without addressing', async () => {
  const body = '<tds:GetUsersResponse/>';
  await validateMessages({
    plain: writeEnvelope(body),
    related: writeEnvelope(body, { action: 'urn:action', relatesTo: 'urn:uuid:1' }),
  });
});

envelope.run();
