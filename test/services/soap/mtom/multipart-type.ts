import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contentId, multipartType, parametersOf } from '../../../../services/soap/mtom/multipart-type.ts';
import { assertLinearCost } from '../../../linear-cost.ts';

const types = suite('content type of a multipart request');

/** Forms of content types that clients send. */
const readable: readonly (readonly [contentType: string, boundary: string, start: string | undefined])[] = [
  // WCF, which ODM uses.
  [
    'multipart/related; type="application/xop+xml";start="<http://tempuri.org/0>";boundary="uuid:1-2+id=3";start-info="application/soap+xml"',
    'uuid:1-2+id=3',
    'http://tempuri.org/0',
  ],
  // gSOAP
  [
    'multipart/related; boundary="==Ab/c=="; type="application/xop+xml"; start="<SOAP-ENV:Envelope>"; start-info="application/soap+xml; charset=utf-8; action=\\"urn:a\\""',
    '==Ab/c==',
    'SOAP-ENV:Envelope',
  ],
  ['Multipart/Related;Boundary=simple', 'simple', undefined],
  ['multipart/related ; boundary=uuid:1+id=1 ;', 'uuid:1+id=1', undefined],
];

for (const [contentType, boundary, start] of readable) {
  types(`is read: ${contentType}`, () => {
    assert.equal(multipartType(contentType), { boundary, start });
  });
}

const unreadable = [
  'multipart/related',
  'multipart/related; boundary=',
  'multipart/related; boundary="',
  'multipart/related; boundary="a\\"',
  `multipart/related; boundary=${'a'.repeat(71)}`,
  'multipart/related; boundary="a\nb"',
  'multipart/related; boundary=a; =b',
  'multipart/related; boundary=a b; c',
];

for (const contentType of unreadable) {
  types(`is refused: ${JSON.stringify(contentType)}`, () => {
    assert.is(multipartType(contentType), 'unreadable');
  });
}

types('of another kind is none of a multipart request', () => {
  for (const contentType of ['', 'application/soap+xml; charset=utf-8', 'multipart/form-data; boundary=a', 'multipart'])
    assert.is(multipartType(contentType), undefined);
});

types('names parts and references alike', () => {
  for (const written of ['<a@b>', 'cid:a@b', 'cid:a%40b', ' a@b ', 'CID:a@b']) assert.is(contentId(written), 'a@b');
  assert.is(contentId('cid:100%'), '100%');
});

for (const piece of ['; a="', ';', '; a=b', '; a="\\\\"', ' ', '=']) {
  types(`is parsed in linear time: ${piece}`, async () => {
    await assertLinearCost(parametersOf, (length) => `multipart/related${piece.repeat(length / piece.length)}`);
  });
}

types.run();
