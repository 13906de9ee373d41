import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { validateMessages } from '../discovery/official-validator.ts';
import { parseXml } from '../schema/parse-xml.ts';
import { faultCodes, message, soap12 } from './messages.ts';
import {
  exchange,
  open,
  path,
  post,
  type Reply,
  received,
  type ServerUnderTest,
  security,
  startServer,
  writableOrClosed,
} from './server-under-test.ts';

const app = suite('SOAP over HTTP');

const time = message('<tds:GetSystemDateAndTime/>');
const information = '<tds:GetDeviceInformation/>';
let server: ServerUnderTest;

app.before(async () => {
  server = await startServer();
});
app.after(() => server.close());
// Whatever came before, another client has its answer, and no handler failed.
app.after.each(async () => {
  assert.is((await post(server.port, time)).status, 200);
  assert.equal(server.failures, []);
});

const deep = (levels: number): string => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`;
const withDoctype = (subset: string, use = ''): string =>
  `<!DOCTYPE s:Envelope [${subset}]>${message(`<tds:GetUsers>${use}</tds:GetUsers>`)}`;
const names = (count: number): string => Array.from({ length: count }, (_, at) => ` xmlns:n${at}="urn:${at}"`).join('');
const bomb = Array.from({ length: 10 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('');

const malformed: readonly (readonly [name: string, body: string | Uint8Array])[] = [
  ['text', 'hello'],
  ['blanks', ' \r\n '],
  ['JSON', '{"a":1}'],
  ['an unfinished document', time.slice(0, -3)],
  ['crossed tags', message('<a><b></a></b>')],
  ['an unquoted attribute', message('<a b=1/>')],
  ['an undeclared prefix', message('<x:GetUsers/>')],
  ['an unknown entity', message('<tds:SetHostname><tds:Name>&lol;</tds:Name></tds:SetHostname>')],
  ['a comment alone', '<!-- a -->'],
  ['text after the root', `${time}x`],
  ['a second root', `${time}<a></a>`],
  ['a document type', withDoctype('')],
  ['a document type in lower case', withDoctype('').replace('DOCTYPE', 'doctype')],
  ['an external document type', `<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">${time}`],
  ['an external entity', withDoctype('<!ENTITY x SYSTEM "file:///etc/passwd">', '&x;')],
  ['a bomb of entities', withDoctype(`<!ENTITY e0 "lol">${bomb}`, '&e10;')],
  ['a parameter entity', withDoctype('<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;')],
  ['UTF-16, little end first', Buffer.from(`\ufeff${time}`, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(`\ufeff${time}`, 'utf16le').swap16()],
  ['UTF-16 without a mark', Buffer.from(time, 'utf16le')],
  ['bytes that are no UTF-8', Buffer.from(message('<tds:GetUsers>\u00e9</tds:GetUsers>'), 'latin1')],
  ['two attributes of one name', message('<tds:GetUsers a="1" a="2"/>')],
  ['two attributes of one expanded name', message('<tds:GetUsers xmlns:x="urn:x" xmlns:y="urn:x" x:a="1" y:a="2"/>')],
  ['two declarations of one prefix', message('<tds:GetUsers xmlns:x="urn:x" xmlns:x="urn:y"/>')],
  ['a second root that begins like the first', `${time}${time}`],
  ['an empty second root', `${time}<s:Envelope/>`],
  ['text before the root', `x${time}`],
  ['CDATA after the root', `${time}<![CDATA[ ]]>`],
  ['a declaration after a blank', ` <?xml version="1.0"?>${time}`],
  ['a control character', message('<tds:GetUsers>\u0001</tds:GetUsers>')],
  ['a reference to a control character', message('<tds:GetUsers>&#1;</tds:GetUsers>')],
  ['a reference to a surrogate', message('<tds:GetUsers>&#xD800;</tds:GetUsers>')],
  ['a character that is none', message('<tds:GetUsers>\uffff</tds:GetUsers>')],
  ['the end of CDATA in text', message('<tds:GetUsers>]]></tds:GetUsers>')],
  ['a less-than sign in an attribute', message('<tds:GetUsers a="<"/>')],
  ['two hyphens in a comment', message('<!-- a -- b --><tds:GetUsers/>')],
  ['a thousand namespaces', message(`<tds:GetUsers${names(1000)}/>`)],
  ['a surrogate in UTF-8', Buffer.concat([Buffer.from(time), Buffer.from('eda080', 'hex')])],
  ['10,000 levels', message(deep(10_000))],
  ['10,000 levels that never end', '<a>'.repeat(10_000)],
  ['NUL', `${time}\u0000`],
];

for (const [name, body] of malformed) {
  app(`answers ${name} with a WellFormed fault`, async () => {
    const { status, text } = await post(server.port, body);
    assert.equal([status, faultCodes(text)], [400, 's:Sender ter:WellFormed']);
    assert.not.match(text, /root:|lollol/);
  });
}

const understood: readonly (readonly [name: string, body: string])[] = [
  ['an XML declaration', `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${time}`],
  ['a declaration in lower case', `<?xml version='1.0' encoding='utf-8'?>${time}`],
  ['a byte order mark', `\ufeff${time}`],
  ['a mark and a declaration', `\ufeff<?xml version="1.0" encoding="utf-8"?>${time}`],
  ['blanks and a comment after the root', `${time}\r\n<!-- sent by a client -->\n`],
  ['blanks within the last tag', time.replace('</s:Envelope>', '</s:Envelope\n>\n')],
  ['a document type in a comment', `<!-- <!DOCTYPE s:Envelope> -->${time}`],
  ['a document type in CDATA', time.replace('<tds:', '<![CDATA[ ]]><!-- <!doctype a> --><tds:')],
  ['two hundred namespaces', time.replace('<tds:', `<tds:`).replace('Time/>', `Time${names(200)}/>`)],
  ['UTF-16 by its declaration where the content type says UTF-8', `<?xml version='1.0' encoding='utf-16'?>${time}`],
  ['two hundred kilobytes', `<!--${'x'.repeat(200_000)}-->${time}`],
];

for (const encoding of ['ISO-8859-1', 'utf-16', 'windows-1252']) {
  app(`refuses ${encoding} by the declaration where the content type says nothing`, async () => {
    const body = `<?xml version="1.0" encoding="${encoding}"?>${time}`;
    const { status, text } = await post(server.port, body, { 'content-type': 'application/soap+xml' });
    assert.equal([status, faultCodes(text)], [400, 's:Sender ter:WellFormed']);
  });
}

for (const [name, body] of understood) {
  app(`understands ${name}`, async () => assert.is((await post(server.port, body)).status, 200));
}

const faults: readonly (readonly [name: string, body: string, codes: string])[] = [
  ['another version of SOAP', time.replace(soap12, 'urn:soap'), 's:VersionMismatch'],
  ['no envelope', '<tds:GetUsers xmlns:tds="http://www.onvif.org/ver10/device/wsdl"/>', 's:VersionMismatch'],
  ['an empty body', message(''), 's:Sender ter:Tag'],
  ['two messages', message(`${information}${information}`), 's:Sender ter:TagMismatch'],
  ['an unknown operation', message('<tds:GetNothing/>'), 's:Sender ter:UnknownAction'],
  ['an operation of no namespace', message('<GetSystemDateAndTime/>'), 's:Sender ter:UnknownAction'],
  [
    'a service that is not here',
    message('<p:Stop xmlns:p="http://www.onvif.org/ver20/ptz/wsdl"/>'),
    's:Sender ter:UnknownAction',
  ],
  [
    'a header to be understood',
    message(information, '<x:a xmlns:x="urn:x" s:mustUnderstand="1"/>'),
    's:MustUnderstand',
  ],
  ['an encoding of SOAP', time.replace('<s:Envelope', '<s:Envelope s:encodingStyle="urn:x"'), 's:DataEncodingUnknown'],
  [
    'an argument too few',
    message('<tds:GetCapabilities><tds:Category>x</tds:Category></tds:GetCapabilities>'),
    's:Sender ter:InvalidArgVal',
  ],
  ['a wrong token', message(information, security('admin', 'wrong-password')), 's:Sender ter:NotAuthorized'],
  ['a token of nobody', message(information, security('nobody')), 's:Sender ter:NotAuthorized'],
  ['a user who may not', message('<tds:GetUsers/>', security('viewer')), 's:Sender ter:NotAuthorized'],
];

for (const [name, body, codes] of faults) {
  app(`answers ${name} with ${codes}`, async () => {
    const { status, text } = await post(server.port, body);
    assert.equal([faultCodes(text), status], [codes, codes.startsWith('s:Sender') ? 400 : 500]);
  });
}

app('answers SOAP 1.1 in SOAP 1.1, with the version that it understands', async () => {
  const { status, headers, text } = await post(
    server.port,
    time.replace(soap12, 'http://schemas.xmlsoap.org/soap/envelope/'),
  );
  assert.equal([status, headers.get('content-type')], [500, 'text/xml; charset=utf-8']);
  const root = parseXml(text);
  assert.is(root.namespace, 'http://schemas.xmlsoap.org/soap/envelope/');
  const [header, body] = root.children;
  assert.is(body?.children[0]?.children[0]?.text, 'e:VersionMismatch');
  const upgrade = header?.children[0];
  assert.equal([upgrade?.namespace, upgrade?.local], [soap12, 'Upgrade']);
  const supported = upgrade?.children[0];
  assert.is(supported?.namespaces.get(supported.attributes[0]?.value.split(':')[0] ?? ''), soap12);
});

app('answers with valid faults', async () => {
  const texts = await Promise.all(faults.map(([, body]) => post(server.port, body)));
  await validateMessages(Object.fromEntries(texts.map(({ text }, at) => [`fault-${at}`, text])));
});

const types: readonly (readonly [type: string, status: number])[] = [
  ['application/soap+xml; charset=utf-8; action="urn:any"', 200],
  ['APPLICATION/SOAP+XML;CHARSET="UTF-8"', 200],
  ['application/xml', 200],
  ['text/xml; charset=us-ascii', 200],
  ['text/xml;charset=utf8', 200],
  ['application/json', 415],
  ['text/plain', 415],
  ['application/x-www-form-urlencoded', 415],
  ['multipart/related; type="application/xop+xml"', 415],
  ['application/xmlish', 415],
  ['application/soap+xml; charset=utf-16', 415],
  ['text/xml; charset=ISO-8859-1', 415],
];

for (const [type, status] of types) {
  app(`answers ${type} with ${status}`, async () => {
    assert.is((await post(server.port, time, { 'content-type': type })).status, status);
  });
}

app('takes a message without a content type, and whatever SOAPAction says', async () => {
  const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${time.length}\r\n`;
  assert.match(await exchange(server.port, `${head}\r\n${time}`), 'HTTP/1.1 200');
  assert.is((await post(server.port, time, { soapaction: '"urn:wrong"' })).status, 200);
});

app('takes the first request after one in another charset as it is', async () => {
  await post(server.port, time, { 'content-type': 'text/xml; charset=us-ascii' });
  const name = message('<tds:SetHostname><tds:Name>é</tds:Name></tds:SetHostname>', security('admin'));
  assert.is(faultCodes((await post(server.port, name)).text).includes('WellFormed'), false);
});

app('sends its answers whole: a length, no chunks, nothing before the XML declaration', async () => {
  for (const body of [time, message('<tds:GetNothing/>')]) {
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
    const [fields = '', text = ''] = (await exchange(server.port, head + body)).split('\r\n\r\n');
    assert.match(fields, `\r\nContent-Length: ${text.length}`);
    assert.match(fields, /\r\nContent-Type: application\/soap\+xml; charset=utf-8/i);
    assert.not.match(fields, /transfer-encoding/i);
    assert.ok(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>'), text.slice(0, 60));
  }
});

app('relates answers and faults to the MessageID of the request', async () => {
  const header = '<wsa:MessageID>urn:uuid:7&lt;</wsa:MessageID><wsa:Action s:mustUnderstand="1">x</wsa:Action>';
  for (const body of ['<tds:GetSystemDateAndTime/>', '<tds:GetNothing/>', '<tds:GetDNS><tds:x/></tds:GetDNS>']) {
    const { status, text } = await post(
      server.port,
      message(body, header + (body.includes('DNS') ? security('admin') : '')),
    );
    assert.match(text, '<wsa:RelatesTo>urn:uuid:7&lt;</wsa:RelatesTo>', `${status} ${body}`);
    assert.match(text, '<wsa:Action>');
  }
  assert.not.match((await post(server.port, time)).text, 'RelatesTo');
});

const places: readonly (readonly [method: string, at: string, status: number])[] = [
  ['GET', path, 405],
  ['PUT', path, 405],
  ['DELETE', `${path}/1`, 405],
  ['OPTIONS', path, 204],
  ['GET', '/', 404],
  ['POST', '/', 404],
  ['POST', '/onvif', 404],
  ['POST', `${path}x`, 404],
  ['GET', '/../../etc/passwd', 404],
  ['GET', '/%2e%2e/%2e%2e/etc/passwd', 404],
  ['GET', '/%', 404],
];

for (const [method, at, status] of places) {
  app(`answers ${method} ${at} with ${status}`, async () => {
    const head = `${method} ${at} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
    const answer = await exchange(server.port, head);
    assert.match(answer, `HTTP/1.1 ${status} `);
    if (status === 405 || status === 204) assert.match(answer, '\r\nAllow: POST, OPTIONS\r\n');
  });
}

app('finds its operations below its path and with a query', async () => {
  for (const at of [`${path}/deeper/1`, `${path}?a=b`]) assert.is((await post(server.port, time, {}, at)).status, 200);
});

/** A body of 10 MB, sent to its end whatever the server says meanwhile. */
async function sendTooMuch(framing: 'length' | 'chunked'): Promise<string> {
  const socket = await open(server.port);
  const piece = Buffer.alloc(65_536, 'x');
  const whole = 160 * piece.length;
  const field = framing === 'length' ? `Content-Length: ${whole}` : 'Transfer-Encoding: chunked';
  socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\n${field}\r\n\r\n`);
  for (let sent = 0; sent < whole && socket.writable; sent += piece.length) {
    const frame = framing === 'length' ? piece : Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')]);
    if (!socket.write(frame)) await writableOrClosed(socket);
  }
  // Only now does it look for an answer, as a client that blocks does.
  const answer = received(socket);
  socket.end();
  return answer;
}

for (const framing of ['length', 'chunked'] as const) {
  app(`answers 10 MB (${framing}) with 413, also to a client that keeps sending`, async () => {
    for (let time = 0; time < 5; time += 1) assert.match(await sendTooMuch(framing), 'HTTP/1.1 413 ');
  });
}

app('answers a client that goes away within its message with nothing, and the others as before', async () => {
  const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n<s:Env`;
  for (const end of ['end', 'destroy', 'resetAndDestroy'] as const) {
    const socket = await open(server.port);
    const closed = once(socket, 'close');
    socket.resume();
    socket.write(head, () => socket[end]());
    await closed;
  }
});

app('answers many at once, good and bad mixed', async () => {
  const bodies = Array.from({ length: 60 }, (_, at) => [time, 'x', message(deep(5000))][at % 3] ?? '');
  const replies: readonly Reply[] = await Promise.all(bodies.map((body) => post(server.port, body)));
  assert.equal(
    replies.map(({ status }) => status),
    bodies.map((body) => (body === time ? 200 : 400)),
  );
});

app.run();
