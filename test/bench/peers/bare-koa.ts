import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';

/** A Koa application with one route that sends the bytes of standard input: what HTTP and Koa alone cost. */
const parts: Buffer[] = [];
for await (const part of process.stdin) parts.push(part as Buffer);
const answer = Buffer.concat(parts);

const app = new Koa();
app.use((context) => {
  context.type = 'application/soap+xml; charset=utf-8';
  context.body = answer;
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
