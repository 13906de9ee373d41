import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { backupRoutes } from '../../../../services/device/maintenance/backup-routes.ts';
import {
  digestLogin,
  post,
  type Reply,
  type ServerUnderTest,
  security,
  startServer,
} from '../../soap/server-under-test.ts';

const backup = suite('backup and restore');
let server: ServerUnderTest;

backup.before(async () => {
  server = await startServer({ routesOf: backupRoutes });
});

backup.after(async () => {
  await server.close();
});

const names =
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:xop="http://www.w3.org/2004/08/xop/include"';

function envelope(message: string, user = 'admin'): string {
  return `<s:Envelope ${names}><s:Header>${security(user)}</s:Header><s:Body>${message}</s:Body></s:Envelope>`;
}

function restoring(data: string): string {
  return `<tds:RestoreSystem><tds:BackupFiles><tt:Name>/vedette.backup</tt:Name><tt:Data>${data}</tt:Data></tds:BackupFiles></tds:RestoreSystem>`;
}

const boundary = 'uuid:6a+id=1';
const multipart = {
  'content-type': `multipart/related; type="application/xop+xml";start="<http://tempuri.org/0>";boundary="${boundary}";start-info="application/soap+xml"`,
};

/** A request as WCF writes it, which ODM uses. */
function wcf(message: string, files: readonly string[] = [], user?: string): string {
  const root =
    `--${boundary}\r\nContent-ID: <http://tempuri.org/0>\r\nContent-Transfer-Encoding: 8bit\r\n` +
    `Content-Type: application/xop+xml;charset=utf-8;type="application/soap+xml"\r\n\r\n${envelope(message, user)}\r\n`;
  const parts = files.map(
    (bytes, at) =>
      `--${boundary}\r\nContent-ID: <http://tempuri.org/${at + 1}/1>\r\nContent-Transfer-Encoding: binary\r\n` +
      `Content-Type: application/octet-stream\r\n\r\n${bytes}\r\n`,
  );
  return `${root}${parts.join('')}--${boundary}--`;
}

const include = (at: number): string => `<xop:Include href="cid:http%3A%2F%2Ftempuri.org%2F${at}%2F1"/>`;
const ask = (body: string): Promise<Reply> => post(server.port, body, multipart);
const restored = (): number => server.done.filter((one) => one === 'restore').length;

// shows COR-07c
backup('goes to a client with MTOM in parts, and comes back from it', async () => {
  const { status, headers, text } = await ask(wcf('<tds:GetSystemBackup/>'));
  assert.is(status, 200);
  assert.is(headers.get('mime-version'), '1.0');
  assert.match(headers.get('content-type') ?? '', 'multipart/related; type="application/xop+xml"; boundary="part');
  assert.match(text, 'charset=utf-8');
  assert.match(text, /\r\n\r\nthe settings\r\n--part[0-9a-f]+--\r\n$/);
  const [, href] = /href="cid:([^"]+)"/.exec(text) ?? [];
  assert.match(text, `Content-ID: <${href}>`);
  const before = restored();
  assert.is((await ask(wcf(restoring(include(1)), ['the settings']))).status, 200);
  assert.is(restored(), before + 1);
});

backup('goes in parts to a client that asks without MTOM, and comes back from it as base64', async () => {
  const { status, text } = await post(server.port, envelope('<tds:GetSystemBackup/>'));
  assert.is(status, 200);
  assert.match(text, /\r\n\r\nthe settings\r\n--part[0-9a-f]+--\r\n$/);
  const data = Buffer.from('the settings').toString('base64');
  const before = restored();
  assert.is((await post(server.port, envelope(restoring(data)))).status, 200);
  // WCF writes small files into the message of its multipart requests, too.
  assert.is((await ask(wcf(restoring(data)))).status, 200);
  assert.is(restored(), before + 2);
});

const refused: readonly (readonly [name: string, body: string, status: number, fault: string])[] = [
  ['another file', wcf(restoring(include(1)), ['something']), 400, 'ter:InvalidBackupFile'],
  [
    'two files',
    wcf(restoring(include(1)).replace(/<tds:BackupFiles>.*<\/tds:BackupFiles>/, '$&$&'), ['the settings']),
    400,
    'ter:InvalidBackupFile',
  ],
  ['a file that is not there', wcf(restoring(include(2)), ['the settings']), 400, 'ter:InvalidArgs'],
  ['no file', wcf(restoring('')), 400, 'ter:InvalidArgs'],
  ['a body cut in the message', wcf(restoring(include(1)), ['the settings']).slice(0, 400), 400, 'ter:WellFormed'],
  ['a body cut in the file', wcf(restoring(include(1)), ['the settings']).slice(0, -40), 400, 'ter:WellFormed'],
  [
    'a body without its last boundary',
    wcf(restoring(include(1)), ['the settings']).slice(0, -3),
    400,
    'ter:WellFormed',
  ],
  ['another boundary', wcf(restoring(include(1)), ['the settings']).replaceAll(boundary, 'x'), 400, 'ter:WellFormed'],
  [
    'a start that is not the first part',
    wcf(restoring(include(1)), ['the settings']).replace('/0>', '/9>'),
    400,
    'ter:WellFormed',
  ],
  ['a user who may not', wcf(restoring(include(1)), ['the settings'], 'operator'), 400, 'ter:NotAuthorized'],
  ['files of 5 MB', wcf(restoring(include(1)), ['x'.repeat(5_000_000)]), 413, ''],
  ['a message of 300 KB', wcf(restoring(' '.repeat(300_000))), 413, ''],
];

for (const [name, body, status, fault] of refused) {
  backup(`with ${name} is refused and restores nothing`, async () => {
    const before = restored();
    const reply = await ask(body);
    assert.is(reply.status, status, reply.text);
    assert.match(reply.text, fault);
    assert.is(restored(), before);
    assert.equal(server.failures, []);
  });
}

/** Asks for a place with the login of that user and uploads there. */
async function upload(body: string, user = 'admin', path?: string): Promise<Response> {
  const { text } = await post(server.port, envelope('<tds:StartSystemRestore/>'));
  const [, address = ''] = /UploadUri>([^<]*)</.exec(text) ?? [];
  const url = path === undefined ? address : new URL(path, address).href;
  const { pathname } = new URL(url);
  const login = await digestLogin(server.port, 'POST', pathname, user);
  const headers = { authorization: login, 'content-type': 'application/octet-stream' };
  return fetch(url, { method: 'POST', body, headers });
}

// shows COR-07c
backup('comes back over HTTP where StartSystemRestore says, with the status of the standard', async () => {
  const before = restored();
  const good = await upload('the settings');
  assert.equal([good.status, good.headers.get('content-type')], [200, 'text/plain; charset=utf-8']);
  assert.is(restored(), before + 1);
  assert.is((await upload('something')).status, 415);
  assert.is((await upload('the settings', 'operator')).status, 403);
  assert.is((await upload('the settings', 'admin', '/onvif/system-restore/elsewhere')).status, 404);
  assert.is((await upload('x'.repeat(5_000_000))).status, 413);
  assert.is(restored(), before + 1);
});

backup('is downloaded where GetSystemUris says, by administrators', async () => {
  const { text } = await post(server.port, envelope('<tds:GetSystemUris/>'));
  const [, address = ''] = /SystemBackupUri>([^<]*)</.exec(text) ?? [];
  const { pathname } = new URL(address);
  for (const [user, status] of [
    ['admin', 200],
    ['operator', 403],
  ] as const) {
    const login = await digestLogin(server.port, 'GET', pathname, user);
    const reply = await fetch(address, { headers: { authorization: login } });
    assert.is(reply.status, status);
    if (status !== 200) continue;
    assert.is(await reply.text(), 'the settings');
    assert.match(reply.headers.get('content-disposition') ?? '', /^attachment; filename="vedette-V-0001\.backup"$/);
  }
});

backup.run();
