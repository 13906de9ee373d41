import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as write from '../../../services/discovery/envelope.ts';
import { parseRequest } from '../../../services/discovery/parse-request.ts';
import { deviceTypes } from '../../../services/discovery/target.ts';
import { validateMessages } from './official-validator.ts';

const envelopes = suite('discovery envelopes');

const envelope = {
  messageId: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  sequence: { instanceId: 4294967295, messageNumber: 1 },
};
const target = {
  address: 'urn:uuid:0b3b1d8f-1111-4000-8000-00000000abcd',
  types: deviceTypes,
  scopes: ['onvif://www.onvif.org/name/a&b', 'x:"<>'],
  metadataVersion: 3,
};
const related = 'urn:<&>';
const xAddrs = ['http://192.0.2.2:8080/onvif/device_service', 'http://[2001:db8::2]:8080/onvif/device_service'];

const messages = {
  Hello: write.hello(envelope, target, xAddrs),
  Bye: write.bye(envelope, target),
  ProbeMatches: write.probeMatches(envelope, related, target, xAddrs),
  ResolveMatches: write.resolveMatches(envelope, related, target, xAddrs),
  Fault: write.unknownRuleFault(envelope, related),
};

envelopes('are valid by the official schemas', async () => {
  await validateMessages(Object.fromEntries(Object.entries(messages).map(([name, text]) => [name, text.toString()])));
});

envelopes('begin with the XML declaration and escape what others wrote', () => {
  for (const message of Object.values(messages))
    assert.match(message.toString(), /^<\?xml version="1\.0" encoding="UTF-8"\?>/);
  assert.match(messages.ProbeMatches.toString(), '<wsa:RelatesTo>urn:&lt;&amp;&gt;</wsa:RelatesTo>');
  assert.match(messages.Hello.toString(), 'name/a&amp;b x:&quot;&lt;&gt;</d:Scopes>');
});

envelopes('are no requests to ourselves', () => {
  for (const message of Object.values(messages)) assert.is(parseRequest(message), undefined);
});

envelopes.run();
