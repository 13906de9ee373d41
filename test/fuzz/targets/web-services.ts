import { createRequire } from 'node:module';
import { parseDigest } from '../../../services/auth/authorization-header.ts';
import { createDigestAuthority, digestSecrets } from '../../../services/auth/digest.ts';
import { createTokenVerifier, findUsernameToken } from '../../../services/auth/username-token.ts';
import { parseRequest } from '../../../services/discovery/parse-request.ts';
import { contentFilter, itemFilterDialect } from '../../../services/events/content-filter.ts';
import { topicFilter } from '../../../services/events/topic-filter.ts';
import { Topics, topicNamespace } from '../../../services/events/topics.ts';
import { Fault, WsntFault } from '../../../services/faults/fault.ts';
import { analyticsOperations } from '../../../services/generated/analytics-operations.ts';
import { deviceOperations } from '../../../services/generated/device-operations.ts';
import { deviceioOperations } from '../../../services/generated/deviceio-operations.ts';
import { eventsOperations } from '../../../services/generated/events-operations.ts';
import { imagingOperations } from '../../../services/generated/imaging-operations.ts';
import { mediaOperations } from '../../../services/generated/media-operations.ts';
import { media2Operations } from '../../../services/generated/media2-operations.ts';
import { ptzOperations } from '../../../services/generated/ptz-operations.ts';
import { decodeRequest } from '../../../services/schema/codec.ts';
import type { OperationTable } from '../../../services/schema/operation-table.ts';
import { SchemaError } from '../../../services/schema/schema-error.ts';
import type { XmlElement } from '../../../services/schema/xml-element.ts';
import { openEnvelope } from '../../../services/soap/envelope.ts';
import { toXmlElement, xml2jsOptions } from '../../../services/soap/parsed-node.ts';
import { checkWellFormed } from '../../../services/soap/well-formed.ts';
import { mutateXml } from '../mutate-xml.ts';
import { type FuzzTarget, latin1 } from '../target.ts';

interface Xml2js {
  parseString(text: string, options: object, done: (error: Error | null, document: unknown) => void): void;
}

/** The parser below koa-xml-body, which ships no types. */
const { parseString } = createRequire(import.meta.url)('xml2js') as Xml2js;

/** An error of xml2js, which the web server turns into a fault. */
class XmlError extends Error {}

const isRefusal = (error: unknown): boolean =>
  error instanceof Fault || error instanceof WsntFault || error instanceof SchemaError || error instanceof XmlError;

const tokens = createTokenVerifier({ password: () => 'secret123' });

function elementOf(text: string): XmlElement | undefined {
  let root: XmlElement | undefined;
  let failed: Error | null = null;
  parseString(text, xml2jsOptions, (error, document) => {
    failed ??= error;
    if (error === null) root = toXmlElement(document);
  });
  if (failed !== null) throw new XmlError();
  return root;
}

/** Operations of every service by their namespace. */
const operationTables = new Map<string, OperationTable<string>>([
  ['http://www.onvif.org/ver10/device/wsdl', deviceOperations],
  ['http://www.onvif.org/ver10/media/wsdl', mediaOperations],
  ['http://www.onvif.org/ver20/media/wsdl', media2Operations],
  ['http://www.onvif.org/ver20/ptz/wsdl', ptzOperations],
  ['http://www.onvif.org/ver20/imaging/wsdl', imagingOperations],
  ['http://www.onvif.org/ver10/deviceIO/wsdl', deviceioOperations],
  ['http://www.onvif.org/ver10/events/wsdl', eventsOperations],
  ['http://www.onvif.org/ver20/analytics/wsdl', analyticsOperations],
]);

/** A SOAP request from its text to the decoded parameters, as the endpoint reads it. */
function readMessage(input: Buffer): unknown {
  const text = input.toString('utf8');
  checkWellFormed(text, undefined);
  const root = elementOf(text);
  if (root === undefined) return undefined;
  const { headers, message } = openEnvelope(root);
  const token = findUsernameToken(headers);
  const request = { address: '192.0.2.1', body: () => text, reads: true };
  if (token !== undefined) tokens.verify(token, request);
  const table = operationTables.get(message.namespace);
  return table === undefined ? undefined : decodeRequest(table, message).value;
}

const ha1 = digestSecrets('admin', 'camera', 'secret123');
const authority = createDigestAuthority({
  realm: 'camera',
  users: () => [{ name: 'admin', level: 'Administrator', ha1 }],
});

const topics = new Topics();
topics.declare([{ topic: 'tns1:VideoSource/MotionAlarm', property: true, source: {}, data: {} }]);
const namespaces = new Map([['tns1', topicNamespace]]);

/** Parsers of the web services and of discovery. */
export const webServiceTargets: readonly FuzzTarget[] = [
  {
    name: 'soap-message',
    tokens: [
      '<',
      '>',
      '/>',
      '</',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&amp;',
      '&#0;',
      ' xmlns:a="b"',
      '\xef\xbb\xbf',
    ],
    mutate: mutateXml,
    parse: readMessage,
    isRefusal,
  },
  {
    name: 'digest-credentials',
    tokens: ['Digest ', ', ', '"', '\\', '=', 'nonce=', 'uri=', 'qop=auth', 'nc=00000001', 'algorithm=SHA-256', ' '],
    parse: latin1((authorization) => {
      authority.verify({ authorization, method: 'GET', uri: '/' });
      return parseDigest(authorization);
    }),
  },
  {
    name: 'username-token',
    tokens: ['T', 'Z', '+', '-', ':', '.', '0', '2026', ' '],
    parse: latin1((text) => {
      const [created = '', nonce = '', password = ''] = text.split('|');
      const token = { username: 'admin', created, nonce, password, passwordType: 'a#PasswordDigest' };
      return tokens.verify(token, { address: '192.0.2.1', body: () => text, reads: false });
    }),
  },
  {
    name: 'discovery-request',
    tokens: ['<', '>', '/>', '</', '<!--', '-->', '<!DOCTYPE a>', 'Probe', 'Resolve', ' xmlns:d=""', '&amp;', ' '],
    parse: parseRequest,
  },
  {
    name: 'topic-filter',
    tokens: ['tns1:', '//.', '|', '/', '*', 'VideoSource', 'MotionAlarm', ' ', ':'],
    parse: latin1((text) => topicFilter({ text, dialect: '', namespaces }, topics)),
    isRefusal,
  },
  {
    name: 'content-filter',
    tokens: [
      'boolean(',
      '//',
      'tt:SimpleItem',
      '[',
      ']',
      '@Name',
      '@Value',
      '=',
      '"',
      "'",
      ' and ',
      ' or ',
      'not(',
      ')',
    ],
    parse: latin1((text) =>
      contentFilter(text, itemFilterDialect)({ items: [{ Name: 'a', Value: 'b' }], elementNames: [] }),
    ),
    isRefusal,
  },
];
