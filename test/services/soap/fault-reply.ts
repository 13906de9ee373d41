import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault, WsntFault } from '../../../services/faults/fault.ts';
import { type FaultName, faultTable } from '../../../services/faults/fault-table.ts';
import { EncodeError, SchemaError, type SchemaErrorKind } from '../../../services/schema/schema-error.ts';
import { faultReply } from '../../../services/soap/fault-reply.ts';
import { validateMessages } from '../discovery/official-validator.ts';
import { parseXml } from '../schema/parse-xml.ts';
import { faultCodes, soap12 } from './messages.ts';

const replies = suite('fault reply');

const never = (error: unknown): string => {
  throw error;
};
const names = Object.keys(faultTable) as FaultName[];

for (const name of names) {
  replies(`tells ${name} by its codes, its reason and its status`, () => {
    const [code, subcode, detail, reason] = faultTable[name];
    const { status, body } = faultReply(new Fault(name), undefined, never);
    const codes = [`s:${code}`, ...[subcode, detail].filter(Boolean).map((one) => `ter:${one}`)];
    assert.is(faultCodes(body), codes.join(' '));
    assert.is(status, code === 'Sender' ? 400 : 500);
    const fault = parseXml(body).children[0]?.children[0];
    assert.equal([fault?.namespace, fault?.local], [soap12, 'Fault']);
    assert.is(fault?.children.find((one) => one.local === 'Reason')?.children[0]?.text, reason);
    assert.ok(subcode !== '' || detail === '', 'a second subcode needs a first');
  });
}

replies('is valid for every fault', async () => {
  await validateMessages(
    Object.fromEntries(names.map((name) => [name, faultReply(new Fault(name), 'urn:uuid:1', never).body])),
  );
});

const schemaErrors: Readonly<Record<SchemaErrorKind, string>> = {
  missing: 's:Sender ter:InvalidArgs',
  'missing-attribute': 's:Sender ter:MissingAttr',
  type: 's:Sender ter:InvalidArgs',
  enumeration: 's:Sender ter:InvalidArgVal',
  'too-many': 's:Sender ter:InvalidArgs',
  unexpected: 's:Sender ter:TagMismatch',
  'prohibited-attribute': 's:Sender ter:ProhibAttr',
  'unknown-operation': 's:Sender ter:UnknownAction',
};

for (const [kind, codes] of Object.entries(schemaErrors) as [SchemaErrorKind, string][]) {
  replies(`tells a schema error of kind ${kind} with its place`, () => {
    const { status, body } = faultReply(new SchemaError(kind, 'SetNTP/@a<b'), undefined, never);
    assert.equal([status, faultCodes(body)], [400, codes]);
    assert.match(body, 'SetNTP/@a&lt;b');
  });
}

replies('tells a reason of its own in place of the table’s, escaped', () => {
  const reason = 'no <such> & "thing" ]]> \u0000';
  const { body } = faultReply(new Fault('NoProfile', reason), undefined, never);
  const text = parseXml(body).children[0]?.children[0]?.children[1]?.children[0]?.text;
  assert.is(text, reason.replace('\u0000', '\ufffd'));
});

replies('tells the second subcode of an operation that is not offered', () => {
  const { body } = faultReply(new Fault('ActionNotSupported', 'no', 'AudioNotSupported'), undefined, never);
  assert.is(faultCodes(body), 's:Receiver ter:ActionNotSupported ter:AudioNotSupported');
});

replies('hides what is no fault behind an id', () => {
  const errors = [new Error('secret'), new EncodeError('secret', 'x'), 'secret', undefined, null, { faultName: 'Tag' }];
  for (const error of errors) {
    const seen: unknown[] = [];
    const { status, body } = faultReply(error, undefined, (one) => {
      seen.push(one);
      return 'id-7';
    });
    assert.equal([status, faultCodes(body), seen], [500, 's:Receiver ter:Action', [error]]);
    assert.match(body, 'internal error id-7');
    assert.not.match(body, 'secret');
  }
});

replies('gives a fault of WS-BaseNotification its detail', async () => {
  const detail =
    '<wsnt:UnacceptableTerminationTimeFault><wsrf-bf:Timestamp>2026-03-01T12:00:00Z</wsrf-bf:Timestamp>' +
    '<wsnt:MinimumTime>2026-03-01T12:01:00Z</wsnt:MinimumTime></wsnt:UnacceptableTerminationTimeFault>';
  const { status, body } = faultReply(new WsntFault('too long', { xml: detail }), 'urn:uuid:1', never);
  assert.equal([status, faultCodes(body)], [500, 's:Receiver']);
  const fault = parseXml(body).children.find((one) => one.local === 'Body')?.children[0];
  assert.equal(
    fault?.children.find((one) => one.local === 'Detail')?.children.map((one) => [one.namespace, one.local]),
    [['http://docs.oasis-open.org/wsn/b-2', 'UnacceptableTerminationTimeFault']],
  );
  await validateMessages({ wsnt: body });
});

replies('is related to the request of a client that addressed it', () => {
  const { body } = faultReply(new Fault('Tag'), 'urn:uuid:1', never);
  assert.match(body, '<wsa:RelatesTo>urn:uuid:1</wsa:RelatesTo>');
  assert.match(body, '<wsa:Action>http://www.w3.org/2005/08/addressing/soap/fault</wsa:Action>');
  assert.not.match(faultReply(new Fault('Tag'), undefined, never).body, 'RelatesTo');
});

replies.run();
