import { once } from 'node:events';
import type { Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { onRevoked } from '../../../services/auth/revocation.ts';
import { Logins } from '../../../services/http/logins.ts';
import { message } from '../soap/messages.ts';
import {
  open,
  password,
  path,
  received,
  type ServerUnderTest,
  security,
  startServer,
} from '../soap/server-under-test.ts';

const suiteOfLogins = suite('logins');

let server: ServerUnderTest;

suiteOfLogins.before.each(async () => {
  const logins = new Logins();
  server = await startServer({ logins });
  onRevoked(server.users, (name) => logins.end(name));
});
suiteOfLogins.after.each(() => server.close());

async function ask(socket: Socket, body: string): Promise<string> {
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/soap+xml\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const [reply] = (await once(socket, 'data')) as [Buffer];
  return reply.toString('latin1').slice(9, 12);
}

const information = (name: string): string => message('<tds:GetDeviceInformation/>', security(name));

suiteOfLogins('a changed password closes the connections of that user, and of no other', async () => {
  const sockets = await Promise.all(['admin', 'viewer', 'viewer'].map(() => open(server.port)));
  const names = ['admin', 'viewer', 'viewer'];
  for (const [index, socket] of sockets.entries()) assert.is(await ask(socket, information(names[index] ?? '')), '200');
  const closed = Promise.all(sockets.slice(1).map(received));
  await server.users.update([{ name: 'viewer', password: 'another-one-2', level: 'User' }]);
  await closed;
  const [admin] = sockets;
  assert.is(admin && (await ask(admin, information('admin'))), '200');
  admin?.destroy();
});

suiteOfLogins('a deleted user is cut off', async () => {
  const socket = await open(server.port);
  assert.is(await ask(socket, information('viewer')), '200');
  const closed = received(socket);
  await server.users.remove(['viewer']);
  await closed;
});

suiteOfLogins('a change that keeps the password closes nothing', async () => {
  const socket = await open(server.port);
  assert.is(await ask(socket, information('viewer')), '200');
  await server.users.update([{ name: 'viewer', level: 'Operator' }]);
  assert.is(await ask(socket, information('viewer')), '200');
  socket.destroy();
});

suiteOfLogins('the request that changes the password is answered before its connection closes', async () => {
  const socket = await open(server.port);
  const user = `<tds:User xmlns:tt="http://www.onvif.org/ver10/schema"><tt:Username>admin</tt:Username><tt:Password>${password}x</tt:Password><tt:UserLevel>Administrator</tt:UserLevel></tds:User>`;
  const text = received(socket);
  assert.is(await ask(socket, message(`<tds:SetUser>${user}</tds:SetUser>`, security('admin'))), '200');
  assert.match(await text, /Connection: close/i);
});

suiteOfLogins.run();
