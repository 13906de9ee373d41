import { Readable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../../../services/faults/fault.ts';
import { BodyTooLong } from '../../../../services/http/request-body.ts';
import { MultipartReader, messageRoom } from '../../../../services/soap/mtom/multipart-reader.ts';

const reader = suite('reader of multipart bodies');
const boundary = 'uuid:1+id=1';

function part(fields: string, body: string): string {
  return `--${boundary}\r\n${fields}\r\n\r\n${body}\r\n`;
}

const end = `--${boundary}--\r\n`;

/** Reads all parts of bytes that arrive in pieces of that size. */
async function read(text: string, size = text.length, allowed = 0): Promise<readonly string[]> {
  const bytes = Buffer.from(text, 'latin1');
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const parts = new MultipartReader(Readable.from(pieces, { objectMode: false }), boundary);
  if (allowed > 0) parts.allow(allowed);
  const found: string[] = [];
  for (let next = await parts.next(); next !== undefined; next = await parts.next()) {
    const chunks: Buffer[] = [];
    for await (const chunk of next.body) chunks.push(chunk as Buffer);
    found.push(`${next.headers['content-id']?.[0] ?? ''} ${Buffer.concat(chunks).toString('latin1')}`);
  }
  return found;
}

async function failure(text: string, size?: number): Promise<unknown> {
  try {
    await read(text, size);
    return undefined;
  } catch (error) {
    return error;
  }
}

const whole = `preamble\r\n${part('Content-ID: <a>', 'one\r\n--uuid')}${part('Content-Type: x/y\r\nContent-ID: <b>', '\0\xff')}${end}`;

for (const size of [1, 2, 7, 64, 4096]) {
  reader(`gives the parts of a body that arrives in pieces of ${size}`, async () => {
    assert.equal(await read(whole, size), ['<a> one\r\n--uuid', '<b> \0\xff']);
  });
}

reader('gives an empty part, and one without fields', async () => {
  assert.equal(await read(`${part('Content-ID: <a>', '')}--${boundary}\r\n\r\nx\r\n${end}`), ['<a> ', ' x']);
});

for (const length of [0, 3, 20, 40, 60, whole.length - end.length, whole.length - 4]) {
  reader(`refuses a body that is cut after ${length} bytes`, async () => {
    const error = await failure(whole.slice(0, length), 5);
    assert.is(error instanceof Fault && error.faultName, 'WellFormed');
  });
}

reader('refuses a body in which the boundary does not occur', async () => {
  const error = await failure(whole.replaceAll(boundary, 'another'));
  assert.is(error instanceof Fault && error.faultName, 'WellFormed');
});

reader('refuses many parts', async () => {
  const error = await failure(part('Content-ID: <a>', 'x').repeat(17) + end);
  assert.is(error instanceof Fault && error.faultName, 'WellFormed');
});

reader('stops at the limit, and takes more where it is allowed', async () => {
  const long = part('Content-ID: <a>', 'x'.repeat(messageRoom + 1)) + end;
  assert.instance(await failure(long, 65_536), BodyTooLong);
  const [found] = await read(long, 65_536, 1024);
  assert.is(found?.length, messageRoom + 5);
});

reader('leaves what nobody reads with the sender', async () => {
  let taken = 0;
  const chunk = Buffer.alloc(16_384);
  async function* endless(): AsyncGenerator<Buffer> {
    yield Buffer.from(`--${boundary}\r\nContent-ID: <a>\r\n\r\n`);
    for (;;) {
      taken += chunk.length;
      yield chunk;
    }
  }
  const parts = new MultipartReader(Readable.from(endless(), { objectMode: false }), boundary);
  parts.allow(100_000_000);
  assert.ok(await parts.next());
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(taken < 400_000, `${taken} bytes`);
  parts.stop();
});

reader('ends a part that is being read when the sender disconnects', async () => {
  const source = new Readable({ read: () => undefined });
  const parts = new MultipartReader(source, boundary);
  source.push(`--${boundary}\r\nContent-ID: <a>\r\n\r\nhalf`);
  const one = await parts.next();
  source.destroy();
  try {
    for await (const chunk of one?.body ?? []) assert.is(String(chunk), 'half');
    assert.unreachable();
  } catch (error) {
    assert.is(error instanceof Fault && error.faultName, 'WellFormed');
  }
});

reader.run();
