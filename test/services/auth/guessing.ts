import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createAttemptLimiter } from '../../../services/auth/attempts.ts';
import { message } from '../soap/messages.ts';
import { path, type ServerUnderTest, security, startServer } from '../soap/server-under-test.ts';
import { authorization, challenged } from './digest-client.ts';

const guessing = suite('guessing passwords over HTTP');

let server: ServerUnderTest;

guessing.before(async () => {
  server = await startServer({ attempts: createAttemptLimiter() });
});
guessing.after(() => server.close());

interface Answer {
  readonly status: number;
  readonly challenge: string;
}

const body = message('<tds:GetDeviceInformation/>');

/** One request from an address of the loopback network. */
function post(
  localAddress: string,
  text: string,
  options: { readonly authorization?: string; readonly agent?: Agent } = {},
): Promise<Answer> {
  const { authorization: value, agent = new Agent({ keepAlive: false }) } = options;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port: server.port,
        host: '127.0.0.1',
        localAddress,
        path,
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/soap+xml', ...(value !== undefined && { authorization: value }) },
      },
      (reply) => {
        reply.resume();
        reply.once('error', reject);
        reply.once('end', () =>
          resolve({ status: reply.statusCode ?? 0, challenge: reply.headers['www-authenticate'] ?? '' }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(text);
  });
}

/** A login with HTTP digest: the challenge, then the answer to it. */
async function digestLogin(address: string, password: string): Promise<number> {
  const { challenge } = await post(address, body);
  const [realm, nonce] = [challenged(challenge, 'realm'), challenged(challenge, 'nonce')];
  const login = { username: 'admin', password, realm, nonce, nc: '00000001', method: 'POST', uri: path };
  return (await post(address, body, { authorization: authorization(login) })).status;
}

async function tokenLogin(address: string, password: string): Promise<number> {
  return (await post(address, message('<tds:GetDeviceInformation/>', security('admin', password)))).status;
}

const right = 'long-enough-1';
let guesses = 0;

function wrong(): string {
  guesses += 1;
  return createHash('sha1').update(String(guesses)).digest('base64url');
}

/** Guesses until it is over; the pauses leave the clients, which are in this process too, some of its time. */
async function attack(address: string, isOver: () => boolean, counts: Map<number, number>): Promise<void> {
  while (!isOver()) {
    const status = await (guesses % 2 === 0 ? digestLogin : tokenLogin)(address, wrong()).catch(() => 0);
    counts.set(status, (counts.get(status) ?? 0) + 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Logs in again and again; the statuses, and the waits in milliseconds. */
async function honest(address: string, isOver: () => boolean): Promise<{ statuses: Set<number>; waits: number[] }> {
  const statuses = new Set<number>();
  const waits: number[] = [];
  for (let turn = 0; !isOver(); turn += 1) {
    const begun = performance.now();
    statuses.add(await (turn % 2 === 0 ? digestLogin : tokenLogin)(address, right));
    waits.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return { statuses, waits };
}

guessing(
  'neither delays nor refuses fifty right clients, be they at the address of the attacker or elsewhere',
  async () => {
    const shared = '127.0.1.1';
    assert.is(await tokenLogin(shared, right), 200);
    const until = performance.now() + 6_000;
    const isOver = (): boolean => performance.now() > until;
    const counts = new Map<number, number>();
    const attackers = Array.from({ length: 60 }, (_, one) =>
      attack(one < 20 ? shared : `127.0.2.${one}`, isOver, counts),
    );
    const clients = Array.from({ length: 50 }, (_, one) => honest(one < 25 ? shared : `127.0.3.${one}`, isOver));
    const results = await Promise.all(clients);
    for (const { statuses } of results) assert.equal([...statuses], [200]);
    // The median, as a busy machine may hold up single logins; refusals wait up to 5 s.
    const waits = results.flatMap((one) => one.waits).sort((a, b) => a - b);
    const median = waits[Math.floor(waits.length / 2)] ?? 0;
    assert.ok(median < 2_500, `half of the logins took ${Math.round(median)} ms`);
    await Promise.all(attackers);
    assert.is(counts.get(200), undefined);
    assert.ok((counts.get(429) ?? 0) > 0);
  },
);

guessing('at full speed from one address does not find the password', async () => {
  const counts = new Map<number, number>();
  let over = false;
  const attackers = Array.from({ length: 30 }, () => attack('127.0.4.1', () => over, counts));
  while ((counts.get(429) ?? 0) < 80) await new Promise((resolve) => setTimeout(resolve, 10));
  const [same, other] = await Promise.all([tokenLogin('127.0.4.1', right), tokenLogin('127.0.4.2', right)]);
  over = true;
  await Promise.all(attackers);
  assert.not.equal(same, 200);
  assert.is(other, 200);
  assert.is(counts.get(200), undefined);
});

guessing.run();
