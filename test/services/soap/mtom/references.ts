import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RestoreSystem } from '../../../../services/generated/tds.ts';
import { decodeElement } from '../../../../services/schema/codec.ts';
import { referenced } from '../../../../services/soap/mtom/references.ts';
import { replyMultipart } from '../../../../services/soap/mtom/reply-files.ts';
import { parseXml } from '../../../../services/soap/xml-body.ts';

const references = suite('references to files');

const namespaces =
  'xmlns="http://www.onvif.org/ver10/device/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:x="http://www.w3.org/2004/08/xop/include"';

async function restore(data: string): Promise<ReturnType<typeof referenced>> {
  const text = `<RestoreSystem ${namespaces}><BackupFiles><tt:Name>/a</tt:Name>${data}</BackupFiles></RestoreSystem>`;
  const xml = await parseXml(Buffer.from(text), 'application/xop+xml');
  if (xml.kind !== 'element') throw new Error(xml.kind);
  return referenced(xml.root, 'tds:RestoreSystem');
}

const hrefOf = ({ message }: ReturnType<typeof referenced>): string | undefined =>
  (decodeElement('tds:RestoreSystem', message) as RestoreSystem).BackupFiles[0]?.Data.Include.href;

references('have one spelling, whatever the client wrote', async () => {
  for (const written of ['cid:a@b', 'cid:a%40b']) {
    const found = await restore(`<tt:Data><x:Include href="${written}"/></tt:Data>`);
    assert.equal([hrefOf(found), found.inline], ['cid:a@b', []]);
  }
});

references('take the place of a file that stands in the message as base64', async () => {
  const found = await restore('<tt:Data> aGVs\n bG8= </tt:Data>');
  assert.is(hrefOf(found), 'cid:inline-1');
  assert.equal(
    found.inline.map(({ href, bytes }) => [href, bytes.toString()]),
    [['cid:inline-1', 'hello']],
  );
});

references('that are missing are left for the schema to refuse', async () => {
  for (const data of ['<tt:Data/>', '<tt:Data><x:Include/></tt:Data>', '<tt:Data><x:Other href="cid:a"/></tt:Data>']) {
    const found = await restore(data);
    assert.throws(() => hrefOf(found));
  }
});

const file = { id: 'file-1', contentType: 'application/json', bytes: Buffer.from('{"a": "$&"}') };
const envelope = Buffer.from('<e><xop:Include href="cid:file-1"/></e>');

references('of a reply are parts of it', () => {
  const { type, body } = replyMultipart(envelope, [file]);
  const [, boundary = ''] = /boundary="([a-z0-9]+)"/.exec(type) ?? [];
  const [before, root = '', second = '', last] = body.toString().split(`--${boundary}`);
  assert.is(before, '');
  assert.match(root, /Content-Type: application\/xop\+xml; charset=utf-8; type="application\/soap\+xml"\r\n/);
  assert.ok(root.endsWith(`\r\n\r\n${envelope}\r\n`));
  assert.match(second, 'Content-ID: <file-1>\r\n');
  assert.ok(second.endsWith(`\r\n\r\n${file.bytes}\r\n`));
  assert.is(last, '--\r\n');
});

references.run();
